import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { queueOf } from '../resource-arns.ts';

export const untagQueue = operation('sqs', 'UntagQueue', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), TagKeys: z.array(z.string()).default([]) }),
  run({ queues }: SqsEngine, { QueueUrl, TagKeys }) {
    const queue = queues.byUrl(QueueUrl);
    if (TagKeys.length === 0) throw sqsError.missingParameter('TagKeys');
    for (const key of TagKeys) delete queue.record.tags[key];
    queues.keep(queue);
    return {};
  },
});
