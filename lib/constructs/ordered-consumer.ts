import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnMessages } from './alarms.ts';
import { FIFO, SECURE } from './queue-settings.ts';
import type { ReleaseFunction } from './release-function.ts';

export interface OrderedConsumerProps {
  /** What it gets events from. Without a topic, only a replay sends to its queue. */
  topic?: ITopic;
  function: ReleaseFunction;
  /** The function's timeout, from which the queue's visibility timeout follows. */
  timeout: Duration;
}

/**
 * How often a message is received before it becomes a dead letter. With a visibility timeout of a minute, ten receives
 * outlast an outage of nine minutes; a message that never succeeds keeps its own order waiting for as long, and no other.
 * AWS advises five at least: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const MAX_RECEIVES = 10;

/**
 * The longest retention that SQS has. A FIFO queue restarts it when a message moves to the dead-letter queue, so
 * both can have it: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
const RETENTION = Duration.days(14);
const SETTINGS = { ...SECURE, ...FIFO, retentionPeriod: RETENTION };

/**
 * A consumer of events in order: its FIFO queue, the event source on the alias, a dead-letter queue for messages that the
 * function cannot process and, where it has a topic, another for messages that the topic cannot deliver to the queue.
 *
 * A message that fails keeps the rest of its group waiting, and becomes a dead letter in the end. What no retry makes
 * readable the function puts into the dead-letter queue itself, at once and with its cause; its group then goes on.
 */
export class OrderedConsumer extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** What SNS could not deliver: the queue was deleted, or its policy refuses the topic. */
  readonly undelivered: Queue | undefined;

  constructor(scope: Construct, id: string, props: OrderedConsumerProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', SETTINGS);
    alarmOnMessages(this, 'DeadLettersAlarm', this.deadLetters, 'Messages that failed');
    this.queue = new Queue(this, 'Queue', {
      ...SETTINGS,
      // What AWS asks of an event source: six times the function's timeout, so that retries after throttling
      // do not overtake a batch that is still at work.
      visibilityTimeout: Duration.seconds(props.timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    // For what the function itself gives up, with its cause.
    this.deadLetters.grant(props.function.role, 'sqs:SendMessage');
    props.function.function.addEnvironment('DEAD_LETTER_QUEUE_URL', this.deadLetters.queueUrl);
    this.undelivered = props.topic && this.#subscribe(props.topic);
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

  #subscribe(topic: ITopic): Queue {
    const undelivered = new Queue(this, 'Undelivered', SETTINGS);
    acknowledge(undelivered, { 'AwsSolutions-SQS3': 'It is the dead-letter queue of a subscription.' });
    alarmOnMessages(this, 'UndeliveredAlarm', undelivered, 'Messages that were not delivered');
    topic.addSubscription(
      new SqsSubscription(this.queue, { rawMessageDelivery: true, deadLetterQueue: undelivered }),
    );
    return undelivered;
  }
}
