import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';

export const deleteMessage = operation<'sqs', 'DeleteMessage'>()({
  input: z.object({ QueueUrl: z.string().default(''), ReceiptHandle: z.string().default('') }),
  run({ queues }: SqsEngine, input) {
    queues.byUrl(input.QueueUrl).delete(input.ReceiptHandle);
    return {};
  },
});
