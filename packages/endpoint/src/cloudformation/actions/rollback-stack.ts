import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { rollBackCreate, rollBackUpdate } from '../stack/rollback.ts';
import { runInBackground } from '../stack/start.ts';
import { deploymentConfig, refuseDeploymentMode, requestToken, stackName } from './input.ts';

/** Takes a stack that failed without a rollback back to its last stable state; one never created loses everything. */
export const rollbackStack = operation('cloudformation', 'RollbackStack', {
  resource: stackOf,
  input: z.object({
    StackName: stackName,
    RoleARN: z.string().optional(),
    ClientRequestToken: requestToken,
    RetainExceptOnCreate: flag.default(false),
    DeploymentConfig: deploymentConfig.optional(),
  }),
  run(engine: CloudFormationEngine, input) {
    refuseDeploymentMode(input.DeploymentConfig);
    const stack = requireStack(engine, input.StackName, cloudFormationError.stackDoesNotExist);
    if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') {
      throw cloudFormationError.stackInWrongState(stack.id, stack.status, 'updated');
    }
    stack.roleArn = input.RoleARN ?? stack.roleArn;
    stack.requestToken = input.ClientRequestToken;
    stack.retainExceptOnCreate = input.RetainExceptOnCreate;
    runInBackground(engine, stack, () =>
      stack.before === undefined
        ? rollBackCreate(engine, stack, 'User Initiated')
        : rollBackUpdate(engine, stack, 'User Initiated'),
    );
    return { StackId: stack.id };
  },
});
