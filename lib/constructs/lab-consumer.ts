import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { FIFO, SECURE } from './queue-settings.ts';
import type { ServiceFunction } from './service-function.ts';

export interface LabConsumerProps extends ServiceFunction {
  topic: ITopic;
  alias: IFunction;
  /** The function's timeout, from which the queue's visibility timeout follows. */
  timeout: Duration;
}

/** As often as AWS advises at least: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const MAX_RECEIVES = 5;

/** A consumer of a FIFO topic as `OrderedConsumer` makes it, for labs: without alarms, which cost money at rest. */
export class LabConsumer extends Construct {
  readonly queue: Queue;
  /** What the function could not process. */
  readonly deadLetters: Queue;
  /** What the topic could not deliver. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: LabConsumerProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', SETTINGS);
    this.undelivered = new Queue(this, 'Undelivered', SETTINGS);
    acknowledge(this.undelivered, {
      'AwsSolutions-SQS3': 'It is the dead-letter queue of a subscription.',
    });
    this.queue = new Queue(this, 'Queue', {
      ...SETTINGS,
      visibilityTimeout: Duration.seconds(props.timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.deadLetters.grant(props.role, 'sqs:SendMessage');
    props.function.addEnvironment('DEAD_LETTER_QUEUE_URL', this.deadLetters.queueUrl);
    props.topic.addSubscription(
      new SqsSubscription(this.queue, { rawMessageDelivery: true, deadLetterQueue: this.undelivered }),
    );
    props.alias.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
  }
}

const SETTINGS = { ...SECURE, ...FIFO, retentionPeriod: Duration.days(14) };
