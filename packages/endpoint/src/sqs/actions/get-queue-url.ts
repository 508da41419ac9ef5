import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { namedQueue } from '../resource-arns.ts';

export const getQueueUrl = operation('sqs', 'GetQueueUrl', {
  resource: namedQueue,
  input: z.object({ QueueName: z.string().default(''), QueueOwnerAWSAccountId: z.string().optional() }),
  run({ context, queues }: SqsEngine, { QueueName, QueueOwnerAWSAccountId: owner = context.accountId }) {
    if (QueueName === '') throw sqsError.missingParameter('QueueName');
    const queue = owner === context.accountId ? queues.get(QueueName) : undefined;
    if (queue === undefined) throw sqsError.queueDoesNotExist();
    return { QueueUrl: queues.urlOf(queue) };
  },
});
