import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Alias, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { handlerDirectory } from '../build-handlers.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { DocumentTable } from '../constructs/document-table.ts';
import { FIFO, SECURE } from '../constructs/queue-settings.ts';
import { LIVE } from '../constructs/release-function.ts';
import {
  publishRelease,
  type ServiceFunctionProps,
  serviceFunction,
} from '../constructs/service-function.ts';
import type { ServiceName } from '../releases.ts';

const ORDERING_TIMEOUT = Duration.seconds(10);
/** More than any message of the lab needs, so that only what cannot be read becomes a dead letter. */
const MAX_RECEIVES = 20;
const BATCH = 5;

interface LabFunctionProps extends Pick<ServiceFunctionProps, 'description' | 'timeout' | 'environment'> {
  service: ServiceName;
}

/**
 * The dual-write lab and the ordering lab. No service of the shop uses them. They are the same in every release of the shop,
 * and nothing that they keep is worth anything later.
 */
export class MessagingLabsStack extends Stack {
  constructor(scope: Construct, id: string, topic: ITopic) {
    super(scope, id, { description: 'Modes of Dataflow: labs on dual writes and on the order of messages' });
    this.#addDualWrite(topic);
    this.#addOrdering();
  }

  #addDualWrite(topic: ITopic): void {
    const { table } = new DocumentTable(this, 'Dualwrite', { scratch: true });
    const { role } = this.#addFunction('DualWrite', {
      service: 'dual-write',
      description: 'Dual-write lab: stores an order and publishes its event, one after the other',
      timeout: Duration.seconds(10),
      environment: { DUAL_WRITE_TABLE: table.tableName, TOPIC_ARN: topic.topicArn },
    });
    table.grant(role, 'dynamodb:PutItem');
    topic.grantPublish(role);
    this.#output('DualWriteTableName', table.tableName);
  }

  #addOrdering(): void {
    const { table } = new DocumentTable(this, 'Ordering', { scratch: true });
    const standard = this.#addQueue('OrderingStandard', {});
    const fifo = this.#addQueue('OrderingFifo', FIFO);
    const { role, alias } = this.#addFunction('Ordering', {
      service: 'ordering',
      description: 'Ordering lab: keeps a log of the order in which messages take effect',
      timeout: ORDERING_TIMEOUT,
      environment: {
        ORDERING_TABLE: table.tableName,
        STANDARD_QUEUE_URL: standard.queueUrl,
        FIFO_QUEUE_URL: fifo.queueUrl,
      },
    });
    table.grant(role, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    for (const queue of [standard, fifo]) {
      alias.addEventSource(
        new SqsEventSource(queue, {
          batchSize: BATCH,
          reportBatchItemFailures: true,
          maxConcurrency: 2,
          // A scenario enables it while it runs.
          enabled: false,
        }),
      );
    }
    this.#output('OrderingTableName', table.tableName);
  }

  #addQueue(name: string, kind: Partial<typeof FIFO>): Queue {
    const deadLetters = new Queue(this, `${name}DeadLetters`, { ...SECURE, ...kind });
    acknowledge(deadLetters, { 'AwsSolutions-SQS3': 'It is a dead-letter queue itself.' });
    const queue = new Queue(this, name, {
      ...SECURE,
      ...kind,
      visibilityTimeout: Duration.seconds(ORDERING_TIMEOUT.toSeconds() * 6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.#output(`${name}QueueUrl`, queue.queueUrl);
    this.#output(`${name}DeadLetterQueueUrl`, deadLetters.queueUrl);
    return queue;
  }

  #addFunction(name: string, { service, ...props }: LabFunctionProps) {
    const scope = new Construct(this, `${name}Lab`);
    const release = 'v1';
    const directory = handlerDirectory(service, release);
    const { role, function: code } = serviceFunction(scope, { service, directory, ...props });
    const version = publishRelease(scope, code, release, name);
    this.#output(`${name}FunctionName`, code.functionName);
    // aws-cdk-lib declares its optional members differently in classes and in interfaces.
    return { role, alias: new Alias(scope, 'Live', { aliasName: LIVE, version }) as IFunction };
  }

  #output(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}
