import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { executionStatusOf } from '../change-set/execution-status.ts';
import { requireChangeSet } from '../change-set/find.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { prepare } from '../stack/prepare.ts';
import { checkUpdatable, standingIdentity, startCreate, startUpdate } from '../stack/start.ts';
import { changeSetName, requestToken, stackNameOfChangeSet } from './input.ts';

export const executeChangeSet = operation('cloudformation', 'ExecuteChangeSet', {
  resource: stackOf,
  input: z.object({
    ChangeSetName: changeSetName,
    StackName: stackNameOfChangeSet,
    ClientRequestToken: requestToken,
    DisableRollback: flag.default(false),
    RetainExceptOnCreate: flag.default(false),
  }),
  async run(engine: CloudFormationEngine, input) {
    // Asked again after the template was read: another request may have executed it in the meantime.
    const check = () => {
      const changeSet = requireChangeSet(engine, input.ChangeSetName, input.StackName);
      if (changeSet.executionStatus !== 'AVAILABLE') {
        const { id, status } = changeSet;
        throw cloudFormationError.invalidChangeSetStatus(
          id,
          status === 'CREATE_COMPLETE' ? executionStatusOf(engine, changeSet) : status,
        );
      }
      const found = requireStack(engine, changeSet.stackId);
      if (changeSet.type === 'UPDATE') checkUpdatable(found, input.DisableRollback);
      return { changeSet, stack: found };
    };
    const { changeSet, stack } = check();
    const prepared = await prepare(engine, {
      body: changeSet.templateBody,
      identity: standingIdentity(engine, stack),
      parameters: Object.keys(changeSet.parameters).map((name) => ({
        ParameterKey: name,
        UsePreviousValue: true,
      })),
      previous: changeSet.parameters,
      tags: changeSet.tags,
      capabilities: changeSet.capabilities,
    });
    check();
    stack.changeSetId = changeSet.id;
    stack.notificationArns = changeSet.notificationArns;
    stack.roleArn = changeSet.roleArn ?? stack.roleArn;
    stack.disableRollback = input.DisableRollback;
    // The others were made for a stack that is about to be another one.
    for (const other of [...engine.changeSets.values()]) {
      if (other.stackId === stack.id && other.id !== changeSet.id) engine.changeSets.delete(other.id);
    }
    engine.changeSets.set(changeSet.id, { ...changeSet, executionStatus: 'EXECUTE_IN_PROGRESS' });
    const onFailure = input.DisableRollback ? 'DO_NOTHING' : (changeSet.onFailure ?? 'ROLLBACK');
    const options = {
      requestToken: input.ClientRequestToken,
      retainExceptOnCreate: input.RetainExceptOnCreate,
    };
    if (changeSet.type === 'CREATE') startCreate(engine, stack, prepared, { onFailure, ...options });
    else {
      startUpdate(engine, stack, prepared, {
        onFailure: onFailure === 'DELETE' ? 'ROLLBACK' : onFailure,
        ...options,
      });
    }
    return {};
  },
});
