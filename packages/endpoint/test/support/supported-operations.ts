import type { ServiceName } from '../../src/core/api.ts';

/** Names of the operations of a service, in the order of the alphabet. */
type Load = () => Promise<readonly string[]>;

/** Each service is here, or it does not compile. */
const OPERATIONS: Record<ServiceName, { title: string; load: Load }> = {
  dynamodb: {
    title: 'DynamoDB',
    async load() {
      const { operations, ENGINE_OPERATIONS } = await import('../../src/dynamodb/operations.ts');
      return [...Object.keys(operations), ...ENGINE_OPERATIONS.keys()];
    },
  },
  'streams.dynamodb': {
    title: 'DynamoDB Streams',
    load: namesOf(() => import('../../src/dynamodb/streams-operations.ts')),
  },
  sqs: { title: 'SQS', load: namesOf(() => import('../../src/sqs/operations.ts')) },
  sns: { title: 'SNS', load: namesOf(() => import('../../src/sns/operations.ts')) },
  s3: { title: 'S3', load: namesOf(() => import('../../src/s3/operations.ts')) },
  lambda: { title: 'Lambda', load: namesOf(() => import('../../src/lambda/operations.ts')) },
  apigateway: { title: 'API Gateway', load: namesOf(() => import('../../src/api-gateway/operations.ts')) },
  cloudformation: {
    title: 'CloudFormation',
    load: namesOf(() => import('../../src/cloudformation/operations.ts')),
  },
  iam: { title: 'IAM', load: namesOf(() => import('../../src/iam/operations.ts')) },
  sts: { title: 'STS', load: namesOf(() => import('../../src/sts/operations.ts')) },
  ssm: { title: 'SSM', load: namesOf(() => import('../../src/ssm/operations.ts')) },
  kms: { title: 'KMS', load: namesOf(() => import('../../src/kms/operations.ts')) },
  logs: { title: 'CloudWatch Logs', load: namesOf(() => import('../../src/logs/operations.ts')) },
  ecr: { title: 'ECR', load: namesOf(() => import('../../src/ecr/operations.ts')) },
};

function namesOf(load: () => Promise<{ operations: object }>): Load {
  return async () => Object.keys((await load()).operations);
}

/** Every operation that the endpoint has, by the title of its service. */
export async function supportedOperations(): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { title, load } of Object.values(OPERATIONS)) found.set(title, [...(await load())].sort());
  return found;
}
