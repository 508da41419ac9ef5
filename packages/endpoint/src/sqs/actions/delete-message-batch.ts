import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { batchSchema, runBatch } from '../batch.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { queueOf } from '../resource-arns.ts';

export const deleteMessageBatch = operation('sqs', 'DeleteMessageBatch', {
  resource: queueOf,
  input: batchSchema({ ReceiptHandle: z.string().default('') }),
  run({ queues }: SqsEngine, input) {
    const queue = queues.byUrl(input.QueueUrl);
    return runBatch(input.Entries, ({ Id, ReceiptHandle }) => {
      if (ReceiptHandle === '') throw sqsError.missingParameter('ReceiptHandle');
      queue.delete(ReceiptHandle);
      return { Id };
    });
  },
});
