import { operation } from '../../core/operation.ts';
import { batchSchema, runBatch } from '../batch.ts';
import type { SqsEngine } from '../engine.ts';
import { queueOf } from '../resource-arns.ts';
import { changeVisibility, visibilityShape } from '../visibility.ts';

export const changeMessageVisibilityBatch = operation('sqs', 'ChangeMessageVisibilityBatch', {
  resource: queueOf,
  input: batchSchema(visibilityShape),
  run({ queues }: SqsEngine, input) {
    const queue = queues.byUrl(input.QueueUrl);
    return runBatch(input.Entries, (entry) => {
      changeVisibility(queue, entry);
      return { Id: entry.Id };
    });
  },
});
