import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { document, flag, tags, text, whole } from '../properties.ts';
import { type Attributes, type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges, tagMap } from '../tags.ts';

/** What an attribute goes back to when its property is taken out of the template. */
const DEFAULTS: Partial<Record<QueueAttributeName, string>> = {
  ContentBasedDeduplication: 'false',
  DelaySeconds: '0',
  KmsMasterKeyId: '',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  RedriveAllowPolicy: '',
  RedrivePolicy: '',
  VisibilityTimeout: '30',
};

const properties = z.strictObject({
  QueueName: text.optional(),
  FifoQueue: flag.optional(),
  ContentBasedDeduplication: flag.optional(),
  DeduplicationScope: text.optional(),
  FifoThroughputLimit: text.optional(),
  DelaySeconds: whole.optional(),
  KmsMasterKeyId: text.optional(),
  KmsDataKeyReusePeriodSeconds: whole.optional(),
  SqsManagedSseEnabled: flag.optional(),
  MaximumMessageSize: whole.optional(),
  MessageRetentionPeriod: whole.optional(),
  ReceiveMessageWaitTimeSeconds: whole.optional(),
  RedrivePolicy: document.optional(),
  RedriveAllowPolicy: document.optional(),
  VisibilityTimeout: whole.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const queue = resourceType({
  type: 'AWS::SQS::Queue',
  properties,
  createOnly: ['QueueName', 'FifoQueue'],
  customName: 'QueueName',
  tags: 'list',
  attributes: ['Arn', 'QueueName', 'QueueUrl'],
  physicalIdOf(properties, context) {
    const suffix = properties.FifoQueue ? '.fifo' : '';
    const name = properties.QueueName ?? `${context.generateName(80 - suffix.length)}${suffix}`;
    return `${context.url()}/${context.accountId}/${name}`;
  },
  // CreateQueue would answer with the existing queue.
  exists: ({ physicalId }, { call }) =>
    isThere(call('sqs', 'GetQueueUrl', { QueueName: queueName(physicalId) })),
  async create(properties, context, physicalId) {
    const name = queueName(physicalId);
    const { QueueUrl } = await context.call('sqs', 'CreateQueue', {
      QueueName: name,
      Attributes: { ...queueAttributes(properties), ...(properties.FifoQueue && { FifoQueue: 'true' }) },
      ...(properties.Tags && { tags: tagMap(properties.Tags) }),
    });
    return { physicalId: QueueUrl ?? '', attributes: attributesOf(QueueUrl ?? '', name, context) };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const old = queueAttributes(previous);
    const next = queueAttributes(properties);
    const dropped = Object.keys(old).filter((name) => !Object.hasOwn(next, name)) as QueueAttributeName[];
    const Attributes = {
      ...Object.fromEntries(dropped.map((name) => [name, DEFAULTS[name] ?? ''])),
      ...Object.fromEntries(Object.entries(next).filter(([name, value]) => old[name] !== value)),
    };
    if (Object.keys(Attributes).length > 0) {
      await context.call('sqs', 'SetQueueAttributes', { QueueUrl: physicalId, Attributes });
    }
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    if (set.length > 0) await context.call('sqs', 'TagQueue', { QueueUrl: physicalId, Tags: tagMap(set) });
    if (removed.length > 0) {
      await context.call('sqs', 'UntagQueue', { QueueUrl: physicalId, TagKeys: removed });
    }
    return { physicalId, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('sqs', 'DeleteQueue', { QueueUrl: physicalId });
  },
});

const queueName = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

function queueAttributes({
  QueueName: _,
  FifoQueue: __,
  Tags: ___,
  ...rest
}: Properties): Record<string, string> {
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

function attributesOf(url: string, name: string, { region, accountId }: ResourceContext): Attributes {
  return { Arn: `arn:aws:sqs:${region}:${accountId}:${name}`, QueueName: name, QueueUrl: url };
}
