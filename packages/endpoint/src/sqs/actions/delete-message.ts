import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { queueOf } from '../resource-arns.ts';

export const deleteMessage = operation('sqs', 'DeleteMessage', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), ReceiptHandle: z.string().default('') }),
  run({ queues }: SqsEngine, input) {
    if (input.ReceiptHandle === '') throw sqsError.missingParameter('ReceiptHandle');
    queues.byUrl(input.QueueUrl).delete(input.ReceiptHandle);
    return {};
  },
});
