import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { queueOf } from '../resource-arns.ts';
import { checkTags } from '../tags.ts';

export const tagQueue = operation('sqs', 'TagQueue', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), Tags: stringMap.default({}) }),
  run({ queues }: SqsEngine, { QueueUrl, Tags }) {
    const queue = queues.byUrl(QueueUrl);
    if (Object.keys(Tags).length === 0) throw sqsError.missingParameter('Tags');
    const tags = { ...queue.record.tags, ...Tags };
    checkTags(tags);
    queue.record.tags = tags;
    queues.keep(queue);
    return {};
  },
});
