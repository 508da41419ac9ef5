import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Alias, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { CLAIM_PREFIX } from '../../schemas/events/claim-key.ts';
import { PAYLOAD_KINDS, type PayloadKind } from '../../schemas/events/product-events.ts';
import { handlerDirectory } from '../build-handlers.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { DocumentTable } from '../constructs/document-table.ts';
import { LabConsumer } from '../constructs/lab-consumer.ts';
import { LIVE } from '../constructs/release-function.ts';
import { ReleaseStack } from '../constructs/release-stack.ts';
import { publishRelease, type ServiceFunction, serviceFunction } from '../constructs/service-function.ts';
import type { Release } from '../releases.ts';

/** As long as a queue keeps the event that refers to it. */
const KEPT_DAYS = 14;

const TIMEOUT = Duration.seconds(10);

/**
 * The payloads lab: a publisher of product changes, and for each payload kind a topic and its consumer. No service of the
 * shop uses it, and it is the same in every release of the shop.
 */
export class PayloadsStack extends ReleaseStack {
  readonly #table: ITable;
  readonly #claims: Bucket;

  constructor(scope: Construct, id: string, release: Release) {
    super(scope, id, { release, description: 'Modes of Dataflow: payloads lab' });
    this.#table = new DocumentTable(this, 'Payloads', { scratch: true }).table;
    this.#claims = this.#addClaims();
    // One kind each: what a topic carries is decided here, and consumers rely on it.
    this.#addPublisher({
      full: this.#addTopic('full', 'Full'),
      delta: this.#addTopic('delta', 'Delta'),
      reference: this.#addTopic('reference', 'Reference'),
    });
    this.output('PayloadsTableName', this.#table.tableName);
    this.output('PayloadsBucketName', this.#claims.bucketName);
  }

  #addPublisher(topics: Record<PayloadKind, Topic>): void {
    const { role, function: code } = this.#addFunction('Publisher', {
      entry: 'handler',
      description: 'Payloads lab: publishes changes of products as full records, deltas and references',
      environment: {
        ...Object.fromEntries(
          PAYLOAD_KINDS.map((kind) => [`${kind.toUpperCase()}_TOPIC_ARN`, topics[kind].topicArn]),
        ),
        CLAIMS_BUCKET: this.#claims.bucketName,
        CLAIMS_KEPT_DAYS: String(KEPT_DAYS),
      },
    });
    for (const kind of PAYLOAD_KINDS) topics[kind].grantPublish(role);
    this.#allowRecords(role, 's3:PutObject');
    this.output('PayloadsPublisherFunctionName', code.functionName);
  }

  #addTopic(kind: PayloadKind, name: string): Topic {
    const topic = new Topic(this, `${name}Topic`, { fifo: true, enforceSSL: true });
    Tags.of(topic).add('payload-kind', kind);
    const isReference = kind === 'reference';
    const consumer = this.#addFunction(name, {
      entry: `project${name}`,
      description: `Payloads lab: keeps a projection of products from events of the kind ${kind}`,
      environment: {
        PAYLOADS_TABLE: this.#table.tableName,
        ...(isReference && { CLAIMS_BUCKET: this.#claims.bucketName }),
      },
    });
    this.#table.grant(consumer.role, 'dynamodb:GetItem', 'dynamodb:PutItem');
    if (isReference) {
      this.#allowRecords(consumer.role, 's3:GetObject');
      // Without it S3 answers 403 for an object that is not there, and the two could not be distinguished:
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
      consumer.role.addToPolicy(
        new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.#claims.bucketArn] }),
      );
    }
    const { queue, deadLetters, undelivered } = new LabConsumer(this, `${name}Consumer`, {
      topic,
      ...consumer,
      timeout: TIMEOUT,
    });
    this.output(`Payloads${name}FunctionName`, consumer.function.functionName);
    this.output(`Payloads${name}TopicArn`, topic.topicArn);
    this.output(`Payloads${name}QueueUrl`, queue.queueUrl);
    this.output(`Payloads${name}DeadLetterQueueUrl`, deadLetters.queueUrl);
    this.output(`Payloads${name}UndeliveredQueueUrl`, undelivered.queueUrl);
    return topic;
  }

  #addFunction(
    name: string,
    props: { entry: string; description: string; environment: Record<string, string> },
  ): ServiceFunction & { alias: IFunction } {
    const scope = new Construct(this, `Payloads${name}`);
    const made = serviceFunction(scope, {
      service: 'payloads',
      directory: handlerDirectory('payloads', 'v1'),
      timeout: TIMEOUT,
      ...props,
    });
    const version = publishRelease(scope, made.function, 'v1', `Payloads${name}`);
    return { ...made, alias: new Alias(scope, 'Live', { aliasName: LIVE, version }) as IFunction };
  }

  #allowRecords(role: Role, action: 's3:GetObject' | 's3:PutObject'): void {
    role.addToPolicy(
      new PolicyStatement({ actions: [action], resources: [this.#claims.arnForObjects(`${CLAIM_PREFIX}*`)] }),
    );
    const arn = `<${this.getLogicalId(this.#claims.node.defaultChild as CfnBucket)}.Arn>`;
    acknowledge(role.node.findChild('DefaultPolicy'), {
      [`AwsSolutions-IAM5[Resource::${arn}/${CLAIM_PREFIX}*]`]: 'An object is named after its content.',
    });
  }

  #addClaims(): Bucket {
    const bucket = new Bucket(this, 'Claims', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // Of a lab: its objects are worth nothing later.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      lifecycleRules: [
        // Not before the time that a claim check names is over. S3 counts from the midnight after the upload.
        { id: 'expired-records', prefix: CLAIM_PREFIX, expiration: Duration.days(KEPT_DAYS + 1) },
      ],
    });
    acknowledge(bucket, {
      'AwsSolutions-S1': 'Access logs need a second bucket that grows with every request of a lab.',
    });
    return bucket;
  }
}
