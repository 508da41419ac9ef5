import { CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/** Where photos and what is known of them are kept. */
export class StorageStack extends Stack {
  readonly table: Table;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Photos and what is known of them', tags: { album: 'family' } });
    const retention = new CfnParameter(this, 'Retention', {
      type: 'String',
      default: 'short',
      allowedValues: ['short', 'long'],
      constraintDescription: 'must be short or long',
    });
    const keeps = new CfnCondition(this, 'KeepsForLong', {
      expression: Fn.conditionEquals(retention.valueAsString, 'long'),
    });
    this.bucket = new Bucket(this, 'Photos', {
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      enforceSSL: true,
    });
    // CDK deploys a function of its own in Python for this.
    const uploads = new Queue(this, 'Uploads');
    this.bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(uploads));
    this.table = new Table(this, 'Index', {
      partitionKey: { name: 'photo', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const archive = new StringParameter(this, 'Archive', {
      stringValue: Fn.join('/', [this.bucket.bucketName, Fn.select(1, Fn.split(':', this.table.tableArn))]),
    });
    if (archive.node.defaultChild instanceof CfnResource)
      archive.node.defaultChild.cfnOptions.condition = keeps;
    new CfnOutput(this, 'BucketName', { value: this.bucket.bucketName });
    new CfnOutput(this, 'UploadsUrl', { value: uploads.queueUrl });
    new CfnOutput(this, 'ArchiveName', { value: archive.parameterName, condition: keeps });
  }
}
