import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { errors } from '../errors.ts';

export const cancelMessageMoveTask = operation<'sqs', 'CancelMessageMoveTask'>()({
  input: z.object({ TaskHandle: z.string().default('') }),
  run({ moveTasks }: SqsEngine, { TaskHandle }) {
    const task = moveTasks.get(TaskHandle);
    if (task === undefined) throw errors.resourceNotFound('Task does not exist.');
    if (task.status !== 'RUNNING') {
      throw errors.resourceNotFound('Only active tasks can be cancelled.');
    }
    moveTasks.cancel(task);
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },
});
