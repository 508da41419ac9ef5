import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { readTaskHandle } from '../task-handle.ts';

export const cancelMessageMoveTask = operation('sqs', 'CancelMessageMoveTask', {
  resource: noResource,
  input: z.object({ TaskHandle: z.string().default('') }),
  run({ queues, moveTasks }: SqsEngine, { TaskHandle }) {
    if (TaskHandle === '') throw sqsError.missingParameter('TaskHandle');
    const named = readTaskHandle(TaskHandle);
    if (named === undefined)
      throw sqsError.invalidParameterValue('Value for parameter TaskHandle is invalid.');
    if (queues.byArn(named.sourceArn) === undefined) throw sqsError.noSuchArn('SourceArn');
    const task = moveTasks.get(TaskHandle);
    if (task === undefined) throw sqsError.resourceNotFound('Task does not exist.');
    if (task.status !== 'RUNNING') {
      throw sqsError.resourceNotFound('Only active tasks can be cancelled.');
    }
    moveTasks.cancel(task);
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },
});
