import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ReleaseFunction } from './release-function.ts';

export interface OrderedConsumerProps {
  topic: ITopic;
  function: ReleaseFunction;
  /** The function's timeout, from which the queue's visibility timeout follows. */
  timeout: Duration;
}

/**
 * A consumer of a FIFO topic: its queue, the queue's dead letters, and the event source on the alias.
 *
 * A message that fails keeps the rest of its group waiting; after three receives it becomes a dead letter, and
 * the group goes on.
 */
export class OrderedConsumer extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: OrderedConsumerProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...FIFO,
      // The longest there is: somebody has to look, and what waits for an upgrade is redriven after it.
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      ...FIFO,
      // What AWS asks of an event source: six times the function's timeout, so that retries after throttling
      // do not overtake a batch that is still at work.
      visibilityTimeout: Duration.seconds(props.timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 3 },
    });
    props.topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: true }));
    props.function.alias.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        // The least there is. Two batches of ten at a time are hundreds of events a second, and more appenders to
        // one partition of the journal would only wait for each other.
        maxConcurrency: 2,
      }),
    );
  }
}

const FIFO = {
  fifo: true,
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  // High throughput: a deduplication id holds within its group, and each group has a quota of its own.
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};
