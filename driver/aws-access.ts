import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Where AWS is and who asks. Without an endpoint it is AWS itself; without credentials the SDK's own chain. */
export interface AwsSettings {
  endpoint?: string;
  region: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** SDK clients for one target. */
export interface AwsAccess {
  readonly settings: AwsSettings;
  readonly cloudformation: CloudFormationClient;
  readonly documents: DynamoDBDocumentClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** Closes connections. */
  close(): void;
}

export function awsAccess(settings: AwsSettings): AwsAccess {
  const cloudformation = new CloudFormationClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  const lambda = new LambdaClient(settings);
  // Not every endpoint has a name that resolves with a bucket in front of it.
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sns = new SNSClient(settings);
  const sqs = new SQSClient(settings);
  return {
    settings,
    cloudformation,
    documents: DynamoDBDocumentClient.from(dynamodb, {
      // Numbers stay the text that DynamoDB sends: 38 digits do not fit into a double.
      unmarshallOptions: { wrapNumbers: (text: string) => text },
    }),
    lambda,
    s3,
    sns,
    sqs,
    close() {
      for (const client of [cloudformation, dynamodb, lambda, s3, sns, sqs]) client.destroy();
    },
  };
}
