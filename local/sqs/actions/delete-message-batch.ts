import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { batchSchema, runBatch } from '../batch.ts';
import type { SqsEngine } from '../engine.ts';

export const deleteMessageBatch = operation<'sqs', 'DeleteMessageBatch'>()({
  input: batchSchema({ ReceiptHandle: z.string().default('') }),
  run({ queues }: SqsEngine, input) {
    const queue = queues.byUrl(input.QueueUrl);
    return runBatch(input.Entries, ({ Id, ReceiptHandle }) => {
      queue.delete(ReceiptHandle);
      return { Id };
    });
  },
});
