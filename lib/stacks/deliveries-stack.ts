import { Duration } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FilterOrPolicy, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  CHANNELS,
  type Channel,
  CONSUMERS_ATTRIBUTE,
  DELIVERY_SEMANTICS,
  type DeliverySemantics,
} from '../../schemas/events/delivery-message.ts';
import { handlerDirectory } from '../build-handlers.ts';
import { DocumentTable } from '../constructs/document-table.ts';
import { injectsFaults } from '../constructs/fault-injection.ts';
import { deadLetterQueue, LabQueue } from '../constructs/lab-queue.ts';
import { LIVE } from '../constructs/release-function.ts';
import { ReleaseStack } from '../constructs/release-stack.ts';
import { publishRelease, serviceFunction } from '../constructs/service-function.ts';
import type { Release } from '../releases.ts';

const TIMEOUT = Duration.seconds(2);

interface Delivery {
  semantics: DeliverySemantics;
  channel: Channel;
  queue: Queue;
}

/**
 * The deliveries lab: a standard topic and a FIFO topic, each with three queues, one for each delivery semantics, and a
 * function that works on all of them. No service of the shop uses it. It is the same in every release of the shop.
 */
export class DeliveriesStack extends ReleaseStack {
  constructor(scope: Construct, id: string, release: Release) {
    super(scope, id, { release, description: 'Modes of Dataflow: deliveries lab' });
    const deliveries = CHANNELS.flatMap((channel) => this.#addChannel(channel));
    this.#addConsumer(deliveries);
  }

  /** A topic whose messages fan out to a queue for each semantics, where their filter policies let them. */
  #addChannel(channel: Channel): Delivery[] {
    const name = capitalized(channel);
    const fifo = channel === 'fifo';
    const topic = new Topic(this, `${name}Topic`, { enforceSSL: true, ...(fifo && { fifo }) });
    const undelivered = deadLetterQueue(this, `${name}Undelivered`, fifo);
    this.output(`Deliveries${name}TopicArn`, topic.topicArn);
    this.output(`Deliveries${name}UndeliveredQueueUrl`, undelivered.queueUrl);
    return DELIVERY_SEMANTICS.map((semantics) => {
      const queueName = `${pascalCase(semantics)}${name}`;
      const { queue, deadLetters } = new LabQueue(this, queueName, { fifo, timeout: TIMEOUT });
      topic.addSubscription(
        new SqsSubscription(queue, {
          rawMessageDelivery: true,
          deadLetterQueue: undelivered,
          ...filterFor(semantics, channel),
        }),
      );
      this.output(`Deliveries${queueName}QueueUrl`, queue.queueUrl);
      this.output(`Deliveries${queueName}DeadLetterQueueUrl`, deadLetters.queueUrl);
      return { semantics, channel, queue };
    });
  }

  #addConsumer(deliveries: readonly Delivery[]): void {
    const { table } = new DocumentTable(this, 'Deliveries', {
      scratch: true,
      timeToLiveAttribute: 'expiresAt',
    });
    const scope = new Construct(this, 'DeliveriesV1');
    const { role, function: code } = serviceFunction(scope, {
      service: 'deliveries',
      directory: handlerDirectory('deliveries', 'v1'),
      description: 'Deliveries lab: keeps a log of the effects that messages have',
      timeout: TIMEOUT,
      environment: {
        DELIVERIES_TABLE: table.tableName,
        QUEUES: this.toJsonString(
          deliveries.map(({ semantics, channel, queue }) => ({
            arn: queue.queueArn,
            url: queue.queueUrl,
            semantics,
            channel,
          })),
        ),
        ...(injectsFaults(this) && { INJECT_FAULTS: 'true' }),
      },
    });
    table.grant(role, 'dynamodb:BatchGetItem', 'dynamodb:PutItem');
    const version = publishRelease(scope, code, 'v1', 'Deliveries');
    const alias = new Alias(scope, 'Live', { aliasName: LIVE, version });
    for (const { queue } of deliveries) {
      // It grants what the function needs to delete messages, and to change their visibility.
      alias.addEventSource(
        new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
      );
    }
    this.output('DeliveriesTableName', table.tableName);
    this.output('DeliveriesFunctionName', code.functionName);
  }
}

/** A standard topic looks at message attributes, the FIFO topic at the body: SNS has both. */
function filterFor(semantics: DeliverySemantics, channel: Channel) {
  const filter = SubscriptionFilter.stringFilter({ allowlist: [semantics] });
  return channel === 'standard'
    ? { filterPolicy: { [CONSUMERS_ATTRIBUTE]: filter } }
    : { filterPolicyWithMessageBody: { consumers: FilterOrPolicy.filter(filter) } };
}

function pascalCase(text: string): string {
  return text.split('-').map(capitalized).join('');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
