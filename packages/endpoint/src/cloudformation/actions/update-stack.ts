import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { plan } from '../change-set/plan.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { prepare } from '../stack/prepare.ts';
import { refuseUnsupportedResources } from '../stack/problems.ts';
import { checkServiceRole } from '../stack/service-role.ts';
import { readSource } from '../stack/source.ts';
import { checkUpdatable, standingIdentity, startUpdate } from '../stack/start.ts';
import { refuseUnsupported, requestToken, stackName, submission } from './input.ts';

export const updateStack = operation('cloudformation', 'UpdateStack', {
  resource: stackOf,
  input: z.object({
    ...submission,
    StackName: stackName,
    UsePreviousTemplate: flag.optional(),
    DisableRollback: flag.default(false),
    ClientRequestToken: requestToken,
    RetainExceptOnCreate: flag.default(false),
  }),
  async run(engine: CloudFormationEngine, input) {
    refuseUnsupported(input);
    const stack = requireStack(engine, input.StackName, cloudFormationError.stackDoesNotExist);
    checkUpdatable(stack, input.DisableRollback);
    await checkServiceRole(engine, input.RoleARN);
    const prepared = await prepare(engine, {
      body: await readSource(engine, input, stack),
      identity: standingIdentity(engine, stack),
      parameters: input.Parameters,
      previous: stack.parameters,
      tags: input.Tags ?? stack.tags,
      capabilities: input.Capabilities,
      resourceTypes: input.ResourceTypes,
      expandsDirectly: true,
    });
    refuseUnsupportedResources(prepared);
    const { anything } = await plan(engine, stack, prepared);
    if (!anything && !stack.status.endsWith('_FAILED')) throw cloudFormationError.noUpdates();
    checkUpdatable(stack, input.DisableRollback);
    if (input.NotificationARNs !== undefined) stack.notificationArns = input.NotificationARNs;
    stack.roleArn = input.RoleARN ?? stack.roleArn;
    stack.disableRollback = input.DisableRollback;
    startUpdate(engine, stack, prepared, {
      onFailure: input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK',
      requestToken: input.ClientRequestToken,
      retainExceptOnCreate: input.RetainExceptOnCreate,
    });
    return { StackId: stack.id };
  },
});
