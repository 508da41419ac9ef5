import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { queueOf } from '../resource-arns.ts';

const SECONDS_BETWEEN_PURGES = 60;

export const purgeQueue = operation('sqs', 'PurgeQueue', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default('') }),
  run({ context, queues }: SqsEngine, { QueueUrl }) {
    const queue = queues.byUrl(QueueUrl);
    const { record } = queue;
    const now = context.clock.now();
    if (record.purgedAt !== undefined && now < record.purgedAt + SECONDS_BETWEEN_PURGES * 1000) {
      throw sqsError.purgeQueueInProgress(
        `Only one PurgeQueue operation on ${record.name} is allowed every ${SECONDS_BETWEEN_PURGES} seconds.`,
      );
    }
    queue.purge();
    record.purgedAt = now;
    queues.keep(queue);
    return {};
  },
});
