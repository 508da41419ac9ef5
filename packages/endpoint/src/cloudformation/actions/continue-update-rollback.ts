import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { rollBackUpdate } from '../stack/rollback.ts';
import { runInBackground } from '../stack/start.ts';
import { listOf, requestToken, stackName } from './input.ts';

export const continueUpdateRollback = operation('cloudformation', 'ContinueUpdateRollback', {
  resource: stackOf,
  input: z.object({
    StackName: stackName,
    ResourcesToSkip: listOf(z.string()).default([]),
    RoleARN: z.string().optional(),
    ClientRequestToken: requestToken,
    ForceRollback: flag.default(false),
  }),
  run(engine: CloudFormationEngine, input) {
    if (input.ForceRollback)
      throw cloudFormationError.notImplemented('ForceRollback of ContinueUpdateRollback');
    const stack = requireStack(engine, input.StackName, cloudFormationError.stackDoesNotExist);
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED')
      throw cloudFormationError.stackInWrongState(stack.id, stack.status, 'updated');
    const others = input.ResourcesToSkip.filter(
      (logicalId) => own(stack.resources, logicalId)?.status !== 'UPDATE_FAILED',
    );
    if (others.length > 0) {
      throw cloudFormationError.validation(
        `Invalid resources to skip: [${others.join(', ')}]. Only resources in the UPDATE_FAILED state can be skipped.`,
      );
    }
    stack.roleArn = input.RoleARN ?? stack.roleArn;
    stack.requestToken = input.ClientRequestToken;
    const skip = new Set(input.ResourcesToSkip);
    runInBackground(engine, stack, () => rollBackUpdate(engine, stack, 'User Initiated', skip));
    return {};
  },
});
