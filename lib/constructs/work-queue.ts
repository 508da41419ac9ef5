import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnMessages } from './alarms.ts';
import { SECURE } from './queue-settings.ts';
import type { ReleaseFunction } from './release-function.ts';

/** Receives before a message becomes a dead letter. With the delays of retry-delay.ts they take more than two hours. */
const MAX_RECEIVES = 20;
const RETENTION = Duration.days(14);
const SETTINGS = { ...SECURE, retentionPeriod: RETENTION };

export interface WorkQueueProps {
  /** What a message is, for the alarm on those that failed: `Payments to take`. */
  messages: string;
  /** Of the function that works on the messages; by default that of a reader outside of the shop's functions. */
  timeout?: Duration;
}

/** A standard queue with a dead-letter queue, and an alarm on that. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { messages, timeout = Duration.seconds(5) }: WorkQueueProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', SETTINGS);
    alarmOnMessages(this, 'DeadLettersAlarm', this.deadLetters, `${messages} that failed`);
    this.queue = new Queue(this, 'Queue', {
      ...SETTINGS,
      // What AWS asks of an event source: six times the function's timeout.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
  }

  /** Has the alias of a function work on the messages, each for itself. */
  invoke(worker: ReleaseFunction): void {
    worker.alias.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
  }
}

/** Where Lambda reports asynchronous invocations. An operator or a tool reads it. */
export function destinationQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, SETTINGS);
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It holds reports, which no function processes.' });
  return queue;
}
