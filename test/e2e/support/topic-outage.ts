import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { Shop } from '../../../bin/open-shop.ts';
import { whileStopped } from '../../../driver/faults/stopped-function.ts';
import { deployedTarget } from './deployed-shop.ts';

/** What AWS reports of a topic or a subscription and does not take when one is created. */
const REPORTED: ReadonlySet<string> = new Set([
  'TopicArn',
  'Owner',
  'SubscriptionArn',
  'Endpoint',
  'Protocol',
  'ConfirmationWasAuthenticated',
  'PendingConfirmation',
  'SubscriptionPrincipal',
  'EffectiveDeliveryPolicy',
  'SubscriptionsConfirmed',
  'SubscriptionsPending',
  'SubscriptionsDeleted',
  'BeginningArchiveTime',
]);

/**
 * Does `work` while the topic of the order events does not exist, so that nothing can be published; then makes it again
 * as it was, with its subscriptions.
 */
export async function withoutTopic<T>(shop: Shop, work: () => Promise<T>): Promise<T> {
  const sns = new SNSClient(deployedTarget().aws);
  try {
    const TopicArn = await orderEventsTopic();
    const { Attributes: topic = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const subscriptions = await Promise.all(
      Subscriptions.map(async ({ SubscriptionArn, Protocol, Endpoint }) => {
        const { Attributes = {} } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
        return { Protocol, Endpoint, Attributes: settings(Attributes) };
      }),
    );
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    try {
      return await work();
    } finally {
      // What is published before a queue is subscribed does not reach it: the relay must not run in between.
      await whileStopped(shop, shop.system.relay.functionName, async () => {
        const Name = TopicArn.split(':').at(-1);
        await sns.send(new CreateTopicCommand({ Name, Attributes: settings(topic) }));
        for (const subscription of subscriptions) {
          await sns.send(new SubscribeCommand({ TopicArn, ...subscription }));
        }
      });
    }
  } finally {
    sns.destroy();
  }
}

function settings(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !REPORTED.has(name)));
}

async function orderEventsTopic(): Promise<string> {
  const cloudformation = new CloudFormationClient(deployedTarget().aws);
  try {
    const { Stacks } = await cloudformation.send(
      new DescribeStacksCommand({ StackName: 'Dataflow-Messaging' }),
    );
    const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'OrderEventsTopicArn');
    if (output?.OutputValue === undefined) throw new Error('the stack names no topic');
    return output.OutputValue;
  } finally {
    cloudformation.destroy();
  }
}
