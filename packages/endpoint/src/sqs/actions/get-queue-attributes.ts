import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import type { Queue } from '../queue/queue.ts';
import { queueOf } from '../resource-arns.ts';

/** Attributes that a queue has only once they are set. */
const OPTIONAL = [
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'Policy',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoQueue',
  'FifoThroughputLimit',
];

export const getQueueAttributes = operation('sqs', 'GetQueueAttributes', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), AttributeNames: z.array(z.string()).default([]) }),
  run({ queues }: SqsEngine, { QueueUrl, AttributeNames }) {
    const all = describe(queues.byUrl(QueueUrl));
    if (AttributeNames.includes('All')) return { Attributes: all };
    const shown: Record<string, string> = {};
    for (const name of AttributeNames) {
      const value = own(all, name);
      if (value !== undefined) shown[name] = value;
      else if (!OPTIONAL.includes(name)) throw sqsError.invalidAttributeName(`Unknown Attribute ${name}.`);
    }
    return Object.keys(shown).length === 0 ? {} : { Attributes: shown };
  },
});

function describe(queue: Queue): Record<string, string> {
  const { record, counts } = queue;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.ready),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(Math.floor(record.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(record.modifiedAt / 1000)),
    ...record.attributes,
  };
}
