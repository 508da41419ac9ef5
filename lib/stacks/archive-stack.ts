import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { dataRemovalPolicy, protectsData } from '../constructs/data-protection.ts';
import { ReleaseFunction } from '../constructs/release-function.ts';
import { ReleaseStack } from '../constructs/release-stack.ts';
import type { Release } from '../releases.ts';

/** Where all objects of exports are, and so all that the function may touch. */
const EXPORTS = 'exports/';

/** The bucket of archives, and the function that exports tables to it. */
export class ArchiveStack extends ReleaseStack {
  constructor(scope: Construct, id: string, release: Release, { tables }: { tables: readonly ITable[] }) {
    super(scope, id, { release, description: 'Modes of Dataflow: archive' });
    const bucket = this.#addBucket();
    const archive = new ReleaseFunction(this, 'Archive', {
      service: 'archive',
      release,
      description: 'Exports a part of a table to S3 as Avro, Parquet and ORC',
      // As long as there is: a part ends in time and says where the next begins.
      timeout: Duration.minutes(15),
      // One whole CPU (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html), and room for a group
      // of rows in each format.
      memorySize: 1769,
      environment: { ARCHIVE_BUCKET: bucket.bucketName },
    });
    for (const table of tables) table.grant(archive.role, 'dynamodb:Scan');
    this.#allowExports(archive.role, bucket);
    this.output('ArchiveFunctionName', archive.function.functionName);
    this.output('ArchiveBucketName', bucket.bucketName);
  }

  /** Not the bucket's own grants, which allow every kind of getting and listing there is. */
  #allowExports(role: Role, bucket: Bucket): void {
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
        resources: [bucket.arnForObjects(`${EXPORTS}*`)],
      }),
    );
    const policy = role.node.findChild('DefaultPolicy');
    // Without it S3 answers 403 for an object that is not there, and the two could not be distinguished:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
    const arn = `<${this.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>`;
    const rule = `AwsSolutions-IAM5[Resource::${arn}/${EXPORTS}*]`;
    acknowledge(policy, { [rule]: 'The names of the objects of an export are not known before it runs.' });
  }

  #addBucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: dataRemovalPolicy(this),
      autoDeleteObjects: !protectsData(this),
      lifecycleRules: [
        { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        {
          id: 'seldom-read',
          prefix: EXPORTS,
          // Not before: Standard-IA takes objects of 30 days.
          transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) }],
        },
      ],
    });
    acknowledge(bucket, {
      'AwsSolutions-S1':
        'Access logs need a second bucket that grows with every request. Without them nothing records who reads an ' +
        'object; CloudTrail would with data events, which are off by default and billed by event.',
    });
    return bucket;
  }
}
