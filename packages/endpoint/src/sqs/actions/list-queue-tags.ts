import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { queueOf } from '../resource-arns.ts';

export const listQueueTags = operation('sqs', 'ListQueueTags', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default('') }),
  run({ queues }: SqsEngine, { QueueUrl }) {
    const { tags } = queues.byUrl(QueueUrl).record;
    return Object.keys(tags).length === 0 ? {} : { Tags: tags };
  },
});
