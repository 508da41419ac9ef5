import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { findStack } from '../stack/find.ts';
import { prepare } from '../stack/prepare.ts';
import { refuseUnsupportedResources } from '../stack/problems.ts';
import { checkServiceRole } from '../stack/service-role.ts';
import { readSource } from '../stack/source.ts';
import { identityOf, newStack, startCreate } from '../stack/start.ts';
import { refuseUnsupported, requestToken, stackName, submission } from './input.ts';

export const createStack = operation('cloudformation', 'CreateStack', {
  resource: stackOf,
  input: z.object({
    ...submission,
    StackName: stackName,
    DisableRollback: flag.optional(),
    OnFailure: z.enum(['DO_NOTHING', 'ROLLBACK', 'DELETE']).optional(),
    EnableTerminationProtection: flag.default(false),
    ClientRequestToken: requestToken,
    RetainExceptOnCreate: flag.default(false),
  }),
  async run(engine: CloudFormationEngine, input) {
    refuseUnsupported(input);
    const existing = findStack(engine, input.StackName);
    if (existing !== undefined) {
      const repeated =
        input.ClientRequestToken !== undefined && existing.clientToken === input.ClientRequestToken;
      if (repeated) return { StackId: existing.id };
      throw cloudFormationError.stackAlreadyExists(input.StackName);
    }
    if (input.DisableRollback !== undefined && input.OnFailure !== undefined) {
      throw cloudFormationError.validation('You can specify only one of DisableRollback and OnFailure.');
    }
    await checkServiceRole(engine, input.RoleARN);
    const body = await readSource(engine, input);
    const identity = identityOf(engine, input.StackName, input.NotificationARNs ?? []);
    const prepared = await prepare(engine, {
      body,
      identity,
      parameters: input.Parameters,
      previous: {},
      tags: input.Tags ?? [],
      capabilities: input.Capabilities,
      resourceTypes: input.ResourceTypes,
      expandsDirectly: true,
    });
    refuseUnsupportedResources(prepared);
    // Another request for the same name may have come while the template was read.
    if (findStack(engine, input.StackName) !== undefined)
      throw cloudFormationError.stackAlreadyExists(input.StackName);
    const stack = newStack(engine, identity, 'CREATE_IN_PROGRESS');
    stack.roleArn = input.RoleARN;
    stack.clientToken = input.ClientRequestToken;
    stack.terminationProtection = input.EnableTerminationProtection;
    stack.disableRollback = input.DisableRollback ?? input.OnFailure === 'DO_NOTHING';
    startCreate(engine, stack, prepared, {
      onFailure: stack.disableRollback ? 'DO_NOTHING' : (input.OnFailure ?? 'ROLLBACK'),
      requestToken: input.ClientRequestToken,
      retainExceptOnCreate: input.RetainExceptOnCreate,
    });
    return { StackId: stack.id };
  },
});
