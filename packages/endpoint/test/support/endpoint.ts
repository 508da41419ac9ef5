import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { lineLog } from '../../src/core/log.ts';
import { type Endpoint, type EndpointOptions, startEndpoint } from '../../src/endpoint.ts';

/** An endpoint of the test's own, in process, on a free port; its warnings go to stderr. */
export function startTestEndpoint(options: EndpointOptions = {}): Promise<Endpoint> {
  return startEndpoint({ port: 0, log: lineLog((line) => process.stderr.write(line), 'warn'), ...options });
}

/** How every SDK client of a test reaches an endpoint. */
export function clientConfig(endpoint: Pick<Endpoint, 'url' | 'region'>) {
  return {
    endpoint: endpoint.url,
    region: endpoint.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // A refusal is what a test looks at; it is not to be retried away.
    maxAttempts: 1,
  };
}

/** Unmodified SDK clients for one endpoint, each made when first used. */
export function clients(endpoint: Pick<Endpoint, 'url' | 'region'>) {
  const config = clientConfig(endpoint);
  return {
    apigateway: once(() => new APIGatewayClient(config)),
    cloudformation: once(() => new CloudFormationClient(config)),
    dynamodb: once(() => new DynamoDBClient(config)),
    ecr: once(() => new ECRClient(config)),
    iam: once(() => new IAMClient(config)),
    kms: once(() => new KMSClient(config)),
    lambda: once(() => new LambdaClient(config)),
    logs: once(() => new CloudWatchLogsClient(config)),
    s3: once(() => new S3Client({ ...config, forcePathStyle: true })),
    sns: once(() => new SNSClient(config)),
    sqs: once(() => new SQSClient(config)),
    ssm: once(() => new SSMClient(config)),
    streams: once(() => new DynamoDBStreamsClient(config)),
    sts: once(() => new STSClient(config)),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
