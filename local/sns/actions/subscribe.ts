import { z } from 'zod';
import { flag, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { errors } from '../errors.ts';
import { changeSubscriptionAttributes } from '../subscription-attributes.ts';

const ENDPOINT_ARNS = {
  sqs: /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/,
  lambda: /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/,
};

export const subscribe = operation<'sns', 'Subscribe'>()({
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
    const attributes = changeSubscriptionAttributes({}, Attributes, { protocol, topicIsFifo: isFifo });
    const existing = subscriptions
      .of(TopicArn)
      .find(({ record }) => record.protocol === protocol && record.endpoint === Endpoint)?.record;
    if (existing !== undefined) {
      if (Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value)) {
        throw errors.invalidParameter(
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

function checkProtocol(protocol: string, endpoint: string, topicIsFifo: boolean): 'sqs' | 'lambda' {
  if (protocol !== 'sqs' && protocol !== 'lambda') {
    throw errors.invalidParameter(
      `Protocol Reason: the embedded endpoint delivers to sqs and lambda, not to ${protocol || 'an unnamed protocol'}`,
    );
  }
  if (!ENDPOINT_ARNS[protocol].test(endpoint)) {
    throw errors.invalidParameter(
      `Endpoint Reason: it must be the ARN of a ${protocol === 'sqs' ? 'queue' : 'function'}`,
    );
  }
  // https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html
  if (topicIsFifo && protocol === 'lambda') {
    throw errors.invalidParameter('Invalid protocol type: lambda. FIFO topics deliver to SQS queues only');
  }
  if (!topicIsFifo && endpoint.endsWith('.fifo')) {
    throw errors.invalidParameter(
      'Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  }
  return protocol;
}
