import { z } from 'zod';
import { AwsError, coreError } from '../../core/errors.ts';
import { flag, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import { topicOf } from '../resource-arns.ts';
import { areSame, changeSubscriptionAttributes } from '../subscription-attributes.ts';

const ENDPOINT_ARNS = {
  sqs: /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/,
  lambda: /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/,
};

/** What AWS delivers to and the endpoint does not. */
const OTHER_PROTOCOLS = new Set(['http', 'https', 'email', 'email-json', 'sms', 'application', 'firehose']);

export const subscribe = operation('sns', 'Subscribe', {
  resource: topicOf,
  input: z.object({
    TopicArn: z.string().default(''),
    Protocol: z.string().default(''),
    Endpoint: z.string().default(''),
    Attributes: stringMap.default({}),
    ReturnSubscriptionArn: flag.optional(), // No subscription here waits for a confirmation: there is always an ARN.
  }),
  run({ context, topics, subscriptions }: SnsEngine, { TopicArn, Protocol, Endpoint, Attributes }) {
    const { isFifo } = topics.get(TopicArn).record;
    const protocol = checkProtocol(Protocol, Endpoint, isFifo);
    const kind = { protocol, endpoint: Endpoint, topicIsFifo: isFifo };
    const attributes = withinAttributes(() => changeSubscriptionAttributes({}, Attributes, kind));
    const existing = subscriptions
      .of(TopicArn)
      .find(({ record }) => record.protocol === protocol && record.endpoint === Endpoint)?.record;
    if (existing !== undefined) {
      if (!areSame(existing.attributes, attributes)) {
        throw snsError.invalidParameter(
          'Attributes Reason: Subscription already exists with different attributes',
        );
      }
      return { SubscriptionArn: existing.arn };
    }
    const arn = `${TopicArn}:${context.newId()}`;
    subscriptions.create({ arn, topicArn: TopicArn, protocol, endpoint: Endpoint, attributes });
    return { SubscriptionArn: arn };
  },
});

/** What is wrong with an attribute is said so when it is set by itself, and with a prefix here. */
function withinAttributes<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof AwsError) || thrown.code !== 'InvalidParameter') throw thrown;
    throw snsError.invalidParameter(
      `Attributes Reason: ${thrown.message.replace(/^Invalid parameter: /, '')}`,
    );
  }
}

function checkProtocol(protocol: string, endpoint: string, topicIsFifo: boolean): 'sqs' | 'lambda' {
  if (OTHER_PROTOCOLS.has(protocol))
    throw coreError.notImplemented('sns', `Subscribe with the protocol ${protocol}`);
  if (protocol !== 'sqs' && protocol !== 'lambda') {
    throw snsError.invalidParameter(
      `Amazon SNS does not support this protocol string: ${protocol.slice(0, 60)}`,
    );
  }
  if (!ENDPOINT_ARNS[protocol].test(endpoint)) {
    throw snsError.invalidParameter(`${protocol === 'sqs' ? 'SQS' : 'Lambda'} endpoint ARN`);
  }
  // https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html
  if (topicIsFifo && protocol === 'lambda') {
    throw snsError.invalidParameter('Invalid protocol type: lambda. FIFO topics deliver to SQS queues only');
  }
  if (!topicIsFifo && endpoint.endsWith('.fifo')) {
    throw snsError.invalidParameter(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  }
  return protocol;
}
