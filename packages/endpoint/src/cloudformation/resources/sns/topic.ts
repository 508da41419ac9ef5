import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { document, flag, tags, text } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges } from '../tags.ts';

const subscription = z.strictObject({ Endpoint: text, Protocol: text });

const properties = z.strictObject({
  TopicName: text.optional(),
  DisplayName: text.optional(),
  FifoTopic: flag.optional(),
  ContentBasedDeduplication: flag.optional(),
  FifoThroughputScope: text.optional(),
  ArchivePolicy: document.optional(),
  KmsMasterKeyId: text.optional(),
  SignatureVersion: text.optional(),
  TracingConfig: text.optional(),
  Subscription: z.array(subscription).optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const topic = resourceType({
  type: 'AWS::SNS::Topic',
  properties,
  unsupported: ['DataProtectionPolicy', 'DeliveryStatusLogging', 'MaximumMessageSize'],
  createOnly: ['TopicName', 'FifoTopic'],
  customName: 'TopicName',
  tags: 'list',
  attributes: ['TopicArn', 'TopicName'],
  physicalIdOf(properties, context) {
    const suffix = properties.FifoTopic ? '.fifo' : '';
    const name = properties.TopicName ?? `${context.generateName(256 - suffix.length)}${suffix}`;
    return `arn:aws:sns:${context.region}:${context.accountId}:${name}`;
  },
  // CreateTopic would answer with the existing topic.
  exists: ({ physicalId }, { call }) => isThere(call('sns', 'GetTopicAttributes', { TopicArn: physicalId })),
  async create(properties, context, TopicArn) {
    const name = TopicArn.slice(TopicArn.lastIndexOf(':') + 1);
    await context.call('sns', 'CreateTopic', {
      Name: name,
      Attributes: { ...topicAttributes(properties), ...(properties.FifoTopic && { FifoTopic: 'true' }) },
      ...(properties.Tags && { Tags: properties.Tags }),
    });
    context.identify(TopicArn);
    await subscribe(TopicArn, properties.Subscription ?? [], context);
    return { physicalId: TopicArn, attributes: { TopicArn, TopicName: name } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const old = topicAttributes(previous);
    const next = topicAttributes(properties);
    for (const name of new Set([...Object.keys(old), ...Object.keys(next)])) {
      if (old[name] === next[name]) continue;
      const AttributeValue = next[name] ?? (name === 'ContentBasedDeduplication' ? 'false' : '');
      await context.call('sns', 'SetTopicAttributes', {
        TopicArn: physicalId,
        AttributeName: name,
        AttributeValue,
      });
    }
    const key = (one: { Endpoint: string; Protocol: string }) => `${one.Protocol} ${one.Endpoint}`;
    const known = new Set((previous.Subscription ?? []).map(key));
    const wanted = new Set((properties.Subscription ?? []).map(key));
    await subscribe(
      physicalId,
      (properties.Subscription ?? []).filter((one) => !known.has(key(one))),
      context,
    );
    await unsubscribe(
      physicalId,
      (previous.Subscription ?? []).filter((one) => !wanted.has(key(one))),
      context,
    );
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    if (set.length > 0) await context.call('sns', 'TagResource', { ResourceArn: physicalId, Tags: set });
    if (removed.length > 0) {
      await context.call('sns', 'UntagResource', { ResourceArn: physicalId, TagKeys: removed });
    }
    return { physicalId, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('sns', 'DeleteTopic', { TopicArn: physicalId });
  },
});

function topicAttributes(properties: Properties): Record<string, string> {
  const { TopicName: _, FifoTopic: __, Subscription: ___, Tags: ____, ...rest } = properties;
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

type Inline = z.output<typeof subscription>;

async function subscribe(
  TopicArn: string,
  wanted: readonly Inline[],
  context: ResourceContext,
): Promise<void> {
  for (const one of wanted) await context.call('sns', 'Subscribe', { TopicArn, ...one });
}

async function unsubscribe(
  TopicArn: string,
  gone: readonly Inline[],
  context: ResourceContext,
): Promise<void> {
  if (gone.length === 0) return;
  const { Subscriptions } = await context.call('sns', 'ListSubscriptionsByTopic', { TopicArn });
  for (const { SubscriptionArn, Endpoint, Protocol } of Subscriptions ?? []) {
    if (!gone.some((one) => one.Endpoint === Endpoint && one.Protocol === Protocol)) continue;
    await context.call('sns', 'Unsubscribe', { SubscriptionArn });
  }
}
