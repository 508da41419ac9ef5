import { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { FIFO, SECURE } from './queue-settings.ts';

export interface LabQueueProps {
  fifo: boolean;
  /** Of the function that works on the messages. */
  timeout: Duration;
}

/** More than faults of a lab cause, so that only what cannot be read becomes a dead letter. */
const MAX_RECEIVES = 20;
/** A lab's messages are worth nothing later. */
const RETENTION = Duration.days(1);

/** A queue of a lab, with its dead-letter queue. */
export class LabQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { fifo, timeout }: LabQueueProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', fifo);
    this.queue = new Queue(this, 'Queue', {
      ...settings(fifo),
      // The least that Lambda takes: a lab shows soon what happens when a message comes again. AWS recommends six times
      // the timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: timeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
  }
}

export function deadLetterQueue(scope: Construct, id: string, fifo: boolean): Queue {
  const queue = new Queue(scope, id, settings(fifo));
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is a dead-letter queue itself.' });
  return queue;
}

function settings(fifo: boolean) {
  return { ...SECURE, ...(fifo && FIFO), retentionPeriod: RETENTION };
}
