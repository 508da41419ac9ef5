import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackDoesNotExist, stackInWrongState } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { rollBackUpdate } from '../stack/rollback.ts';
import { runInBackground } from '../stack/start.ts';
import { listOf, stackName } from './input.ts';

export const continueUpdateRollback = operation('cloudformation', 'ContinueUpdateRollback', {
  resource: stackOf,
  input: z.object({ StackName: stackName, ResourcesToSkip: listOf(z.string()).default([]) }),
  run(engine: CloudFormationEngine, input) {
    const stack = requireStack(engine, input.StackName, stackDoesNotExist);
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED') throw stackInWrongState(stack.id, stack.status, 'updated');
    const skip = new Set(input.ResourcesToSkip);
    runInBackground(engine, stack, () => rollBackUpdate(engine, stack, 'User Initiated', skip));
    return {};
  },
});
