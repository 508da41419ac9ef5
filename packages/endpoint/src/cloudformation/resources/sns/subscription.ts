import { z } from 'zod';
import { document, flag, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { knownText } from '../values.ts';

const properties = z.strictObject({
  TopicArn: text,
  Protocol: text,
  Endpoint: text.optional(),
  Region: text.optional(),
  DeliveryPolicy: document.optional(),
  FilterPolicy: document.optional(),
  FilterPolicyScope: text.optional(),
  RawMessageDelivery: flag.optional(),
  RedrivePolicy: document.optional(),
  SubscriptionRoleArn: text.optional(),
});

/** To what the endpoint's SNS delivers. */
const PROTOCOLS = ['sqs', 'lambda'];

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const subscription = resourceType({
  type: 'AWS::SNS::Subscription',
  properties,
  unsupported: ['ReplayPolicy'],
  unsupportedValues({ Protocol }) {
    const protocol = knownText(Protocol);
    return protocol === undefined || PROTOCOLS.includes(protocol)
      ? []
      : [{ path: 'Protocol', what: `SNS subscriptions of the protocol ${protocol}` }];
  },
  createOnly: ['TopicArn', 'Protocol', 'Endpoint'],
  attributes: ['Arn'],
  async create(properties, context) {
    const { SubscriptionArn = '' } = await context.call('sns', 'Subscribe', {
      TopicArn: properties.TopicArn,
      Protocol: properties.Protocol,
      Endpoint: properties.Endpoint,
      Attributes: subscriptionAttributes(properties),
      ReturnSubscriptionArn: true,
    });
    return { physicalId: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const old = subscriptionAttributes(previous);
    const next = subscriptionAttributes(properties);
    // The scope says how the policy is read: it goes first.
    const names = [...new Set(['FilterPolicyScope', ...Object.keys(old), ...Object.keys(next)])];
    for (const AttributeName of names) {
      if (old[AttributeName] === next[AttributeName]) continue;
      await context.call('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn: physicalId,
        AttributeName,
        AttributeValue: next[AttributeName] ?? REMOVED[AttributeName] ?? '',
      });
    }
    return { physicalId, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('sns', 'Unsubscribe', { SubscriptionArn: physicalId });
  },
});

/** What an attribute becomes when its property is taken out of the template. */
const REMOVED: Record<string, string> = {
  FilterPolicy: '{}',
  FilterPolicyScope: 'MessageAttributes',
  RawMessageDelivery: 'false',
};

function subscriptionAttributes(properties: Properties): Record<string, string> {
  const { TopicArn: _, Protocol: __, Endpoint: ___, Region: ____, ...rest } = properties;
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}
