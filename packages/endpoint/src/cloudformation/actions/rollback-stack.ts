import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackDoesNotExist, stackInWrongState } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { rollBackCreate, rollBackUpdate } from '../stack/rollback.ts';
import { runInBackground } from '../stack/start.ts';
import { stackName } from './input.ts';

/** Takes a stack that failed without a rollback back to its last stable state; one never created has none but nothing. */
export const rollbackStack = operation('cloudformation', 'RollbackStack', {
  resource: stackOf,
  input: z.object({
    StackName: stackName,
    RoleARN: z.string().optional(),
    ClientRequestToken: z.string().optional(),
  }),
  run(engine: CloudFormationEngine, input) {
    const stack = requireStack(engine, input.StackName, stackDoesNotExist);
    if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') {
      throw stackInWrongState(stack.id, stack.status, 'updated');
    }
    runInBackground(engine, stack, () =>
      stack.before === undefined
        ? rollBackCreate(engine, stack, 'User Initiated')
        : rollBackUpdate(engine, stack, 'User Initiated'),
    );
    return { StackId: stack.id };
  },
});
