import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { CONSUMER_GROUP_PREFIX, CONSUMER_GROUPS_KEY } from '../../schemas/items/consumer-group-items.ts';
import { OrderedConsumer } from '../constructs/ordered-consumer.ts';
import { OutboxRelay } from '../constructs/outbox-relay.ts';
import { LIVE, ReleaseFunction } from '../constructs/release-function.ts';
import { ReleaseStack } from '../constructs/release-stack.ts';
import type { Release, ServiceName } from '../releases.ts';
import type { DataStack } from './data-stack.ts';
import type { RegistryStack } from './registry-stack.ts';

export interface MessagingStackProps {
  data: DataStack;
  /** Has the schemas of events. */
  registry: RegistryStack;
}

interface ConsumerDefinition {
  service: ServiceName;
  description: string;
  environment: Record<string, string>;
  /** Whether it gets live events; otherwise only replayed ones. */
  live?: boolean;
}

/** The topic of order events, the relay that publishes to it, and the consumers. */
export class MessagingStack extends ReleaseStack {
  readonly #release: Release;
  /** Of order events. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, release: Release, { data, registry }: MessagingStackProps) {
    super(scope, id, { release, description: 'Modes of Dataflow: messages' });
    this.#release = release;
    this.topic = this.#addTopic();
    this.#addRelay(data.shared, registry);
    this.#addAnalytics(data.analytics);
    this.#addEmail(data.email);
    this.#addJournal(data.journal);
    this.#addReplay(data.journal, { 'analytics-rebuild': this.#addAnalyticsRebuild(data.analyticsRebuild) });
  }

  #addTopic(): Topic {
    // Not encrypted with a key of its own: a KMS key costs money at rest. The topic keeps nothing, and its queues
    // are encrypted.
    const topic = new Topic(this, 'OrderEvents', { fifo: true, enforceSSL: true });
    this.output('OrderEventsTopicArn', topic.topicArn);
    return topic;
  }

  #addRelay(shared: ITable, registry: RegistryStack): void {
    const relay = new ReleaseFunction(this, 'Relay', {
      service: 'relay',
      release: this.#release,
      description: 'Publishes the events in the outbox',
      timeout: Duration.seconds(30),
      environment: {
        TOPIC_ARN: this.topic.topicArn,
        SHARED_TABLE: shared.tableName,
        REGISTRY_API_ID: registry.apiId,
        REGISTRY_API_STAGE: LIVE,
      },
    });
    registry.grantLookUp(relay.role);
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
      environment: { JOURNAL_TABLE: table.tableName, ...this.#retention() },
    });
    table.grant(journal.role, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
  }

  /** `-c journalRetentionDays=365`; without it, events do not expire. */
  #retention(): Record<string, string> {
    const days: unknown = this.node.tryGetContext('journalRetentionDays');
    if (days === undefined) return {};
    if (!/^[1-9]\d{0,4}$/.test(String(days))) {
      throw new Error('journalRetentionDays must be a whole number of days, from 1 on');
    }
    return { RETENTION_DAYS: String(days) };
  }

  /** The code of analytics with a table of its own, to build the projection again beside the live one. */
  #addAnalyticsRebuild(table: ITable): Queue {
    const { consumer, queue } = this.#makeConsumer('AnalyticsRebuild', {
      service: 'analytics',
      description: 'Builds the projection of analytics again, from replayed events',
      environment: { ANALYTICS_TABLE: table.tableName },
      live: false,
    });
    table.grant(consumer.role, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    return queue;
  }

  /** @param queues of the consumer groups that take replays, by the name of the group */
  #addReplay(table: ITable, queues: Record<string, Queue>): void {
    const urls = Object.entries(queues).map(([group, { queueUrl }]) => [group, queueUrl]);
    const replay = new ReleaseFunction(this, 'Replay', {
      service: 'replay',
      release: this.#release,
      description: 'Sends a range of the journal to the queue of one consumer group',
      timeout: Duration.seconds(30),
      environment: {
        JOURNAL_TABLE: table.tableName,
        GROUP_QUEUES: this.toJsonString(Object.fromEntries(urls)),
      },
    });
    table.grant(replay.role, 'dynamodb:GetItem', 'dynamodb:Query');
    // It writes items of consumer groups only, and no entry of the journal.
    replay.role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
        resources: [table.tableArn],
        conditions: {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': [CONSUMER_GROUPS_KEY, `${CONSUMER_GROUP_PREFIX}*`],
          },
        },
      }),
    );
    for (const queue of Object.values(queues)) queue.grant(replay.role, 'sqs:SendMessage');
    this.output('ReplayFunctionName', replay.function.functionName);
  }

  #addConsumer(name: string, definition: ConsumerDefinition): ReleaseFunction {
    return this.#makeConsumer(name, definition).consumer;
  }

  #makeConsumer(name: string, definition: ConsumerDefinition): { consumer: ReleaseFunction; queue: Queue } {
    const { service, description, environment, live = true } = definition;
    const timeout = Duration.seconds(10);
    const release = this.#release;
    const consumer = new ReleaseFunction(this, name, { service, release, description, timeout, environment });
    const { queue, deadLetters, undelivered } = new OrderedConsumer(this, `${name}Consumer`, {
      ...(live && { topic: this.topic }),
      function: consumer,
      timeout,
    });
    this.output(`${name}FunctionName`, consumer.function.functionName);
    this.output(`${name}QueueUrl`, queue.queueUrl);
    this.output(`${name}DeadLetterQueueUrl`, deadLetters.queueUrl);
    if (undelivered !== undefined) this.output(`${name}UndeliveredQueueUrl`, undelivered.queueUrl);
    return { consumer, queue };
  }
}
