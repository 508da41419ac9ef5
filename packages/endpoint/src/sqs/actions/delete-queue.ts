import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { queueOf } from '../resource-arns.ts';

/** Takes effect at once. AWS lets 60 seconds pass before the name can be used again; here it can be used at once. */
export const deleteQueue = operation('sqs', 'DeleteQueue', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default('') }),
  run({ queues }: SqsEngine, input) {
    queues.delete(queues.byUrl(input.QueueUrl));
    return {};
  },
});
