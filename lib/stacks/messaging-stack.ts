import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OrderedConsumer } from '../constructs/ordered-consumer.ts';
import { OutboxRelay } from '../constructs/outbox-relay.ts';
import { ReleaseFunction } from '../constructs/release-function.ts';
import { ReleaseStack } from '../constructs/release-stack.ts';
import type { Release, ServiceName } from '../releases.ts';
import type { DataStack } from './data-stack.ts';

interface ConsumerDefinition {
  service: ServiceName;
  description: string;
  environment: Record<string, string>;
}

/** The topic of order events, the relay that publishes to it, and the consumers. */
export class MessagingStack extends ReleaseStack {
  readonly #release: Release;
  /** Of order events. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, release: Release, data: DataStack) {
    super(scope, id, { release, description: 'Modes of Dataflow: messages' });
    this.#release = release;
    this.topic = this.#addTopic();
    this.#addRelay(data.shared);
    this.#addAnalytics(data.analytics);
    this.#addEmail(data.email);
    this.#addJournal(data.journal);
  }

  #addTopic(): Topic {
    // Not encrypted with a key of its own: a KMS key costs money at rest. The topic keeps nothing, and its queues
    // are encrypted.
    const topic = new Topic(this, 'OrderEvents', { fifo: true, enforceSSL: true });
    this.output('OrderEventsTopicArn', topic.topicArn);
    return topic;
  }

  #addRelay(shared: ITable): void {
    const relay = new ReleaseFunction(this, 'Relay', {
      service: 'relay',
      release: this.#release,
      description: 'Publishes the events in the outbox',
      timeout: Duration.seconds(30),
      environment: { TOPIC_ARN: this.topic.topicArn, SHARED_TABLE: shared.tableName },
    });
    const { setAside } = new OutboxRelay(this, 'Outbox', {
      table: shared,
      topic: this.topic,
      function: relay,
    });
    this.output('RelaySetAsideQueueUrl', setAside.queueUrl);
    this.output('RelayFunctionName', relay.function.functionName);
  }

  #addAnalytics(table: ITable): void {
    const analytics = this.#addConsumer('Analytics', {
      service: 'analytics',
      description: 'Keeps its own projection: orders, and sums by day and country',
      environment: { ANALYTICS_TABLE: table.tableName },
    });
    table.grant(analytics.role, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
  }

  #addEmail(table: ITable): void {
    const email = this.#addConsumer('Email', {
      service: 'email',
      description: 'Sends one message for each event',
      environment: { EMAIL_TABLE: table.tableName },
    });
    table.grant(email.role, 'dynamodb:PutItem');
  }

  #addJournal(table: ITable): void {
    const journal = this.#addConsumer('Journal', {
      service: 'journal',
      description: 'Gives each event a partition and an offset, and keeps it',
      environment: { JOURNAL_TABLE: table.tableName },
    });
    table.grant(journal.role, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
  }

  #addConsumer(name: string, definition: ConsumerDefinition): ReleaseFunction {
    const { service, description, environment } = definition;
    const timeout = Duration.seconds(10);
    const release = this.#release;
    const consumer = new ReleaseFunction(this, name, { service, release, description, timeout, environment });
    const { queue, deadLetters, undelivered } = new OrderedConsumer(this, `${name}Consumer`, {
      topic: this.topic,
      function: consumer,
      timeout,
    });
    this.output(`${name}FunctionName`, consumer.function.functionName);
    this.output(`${name}QueueUrl`, queue.queueUrl);
    this.output(`${name}DeadLetterQueueUrl`, deadLetters.queueUrl);
    this.output(`${name}UndeliveredQueueUrl`, undelivered.queueUrl);
    return consumer;
  }
}
