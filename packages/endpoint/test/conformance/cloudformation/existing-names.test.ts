import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand } from '@aws-sdk/client-kms';
import { CreateFunctionCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueUrlCommand, ListQueueTagsCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { SILENT_PROVIDER } from './providers.ts';
import { createStack, deleteStack, physicalId, stackEvents, template, told, updateStack } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};
const bucketPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::with-policy/*' }],
};

interface Existing {
  type: string;
  properties: object;
  /** Makes the resource without CloudFormation. */
  make(): Promise<unknown>;
  /** Rejects when it is gone. */
  read(): Promise<unknown>;
}

const KEYS = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

const EXISTING: Existing[] = [
  {
    type: 'AWS::SQS::Queue',
    properties: { QueueName: 'taken-queue' },
    make: () => aws.sqs().send(new CreateQueueCommand({ QueueName: 'taken-queue' })),
    read: () => aws.sqs().send(new GetQueueUrlCommand({ QueueName: 'taken-queue' })),
  },
  {
    type: 'AWS::SNS::Topic',
    properties: { TopicName: 'taken-topic' },
    make: () => aws.sns().send(new CreateTopicCommand({ Name: 'taken-topic' })),
    read: () =>
      aws
        .sns()
        .send(new GetTopicAttributesCommand({ TopicArn: 'arn:aws:sns:us-east-1:000000000000:taken-topic' })),
  },
  {
    type: 'AWS::S3::Bucket',
    properties: { BucketName: 'taken-bucket' },
    make: () => aws.s3().send(new CreateBucketCommand({ Bucket: 'taken-bucket' })),
    read: () => aws.s3().send(new HeadBucketCommand({ Bucket: 'taken-bucket' })),
  },
  {
    type: 'AWS::S3::BucketPolicy',
    properties: { Bucket: 'with-policy', PolicyDocument: bucketPolicy },
    async make() {
      await aws.s3().send(new CreateBucketCommand({ Bucket: 'with-policy' }));
      const Policy = JSON.stringify(bucketPolicy);
      await aws.s3().send(new PutBucketPolicyCommand({ Bucket: 'with-policy', Policy }));
    },
    read: () => aws.s3().send(new GetBucketPolicyCommand({ Bucket: 'with-policy' })),
  },
  {
    type: 'AWS::DynamoDB::Table',
    properties: { TableName: 'taken-table', ...KEYS },
    make: () => aws.dynamodb().send(new CreateTableCommand({ TableName: 'taken-table', ...KEYS })),
    read: () => aws.dynamodb().send(new DescribeTableCommand({ TableName: 'taken-table' })),
  },
  {
    type: 'AWS::DynamoDB::GlobalTable',
    properties: { TableName: 'taken-global', ...KEYS, Replicas: [{ Region: 'us-east-1' }] },
    make: () => aws.dynamodb().send(new CreateTableCommand({ TableName: 'taken-global', ...KEYS })),
    read: () => aws.dynamodb().send(new DescribeTableCommand({ TableName: 'taken-global' })),
  },
  {
    type: 'AWS::IAM::Role',
    properties: { RoleName: 'taken-role', AssumeRolePolicyDocument: trust },
    make: () =>
      aws
        .iam()
        .send(
          new CreateRoleCommand({ RoleName: 'taken-role', AssumeRolePolicyDocument: JSON.stringify(trust) }),
        ),
    read: () => aws.iam().send(new GetRoleCommand({ RoleName: 'taken-role' })),
  },
  {
    type: 'AWS::IAM::ManagedPolicy',
    properties: { ManagedPolicyName: 'taken-policy', PolicyDocument: document },
    make: () =>
      aws
        .iam()
        .send(
          new CreatePolicyCommand({ PolicyName: 'taken-policy', PolicyDocument: JSON.stringify(document) }),
        ),
    read: () =>
      aws.iam().send(new GetPolicyCommand({ PolicyArn: 'arn:aws:iam::000000000000:policy/taken-policy' })),
  },
  {
    type: 'AWS::Lambda::Function',
    properties: {
      FunctionName: 'taken-function',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/any',
      Code: { ZipFile: 'exports.handler = async () => {};' },
    },
    make: () =>
      aws.lambda().send(new CreateFunctionCommand({ ...SILENT_PROVIDER, FunctionName: 'taken-function' })),
    read: () => aws.lambda().send(new GetFunctionConfigurationCommand({ FunctionName: 'taken-function' })),
  },
  {
    type: 'AWS::Logs::LogGroup',
    properties: { LogGroupName: '/taken/group' },
    make: () => aws.logs().send(new CreateLogGroupCommand({ logGroupName: '/taken/group' })),
    async read() {
      const { logGroups } = await aws
        .logs()
        .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/taken/group' }));
      expect(logGroups).toHaveLength(1);
    },
  },
  {
    type: 'AWS::SSM::Parameter',
    properties: { Name: '/taken/parameter', Type: 'String', Value: 'new' },
    make: () =>
      aws.ssm().send(new PutParameterCommand({ Name: '/taken/parameter', Type: 'String', Value: 'old' })),
    async read() {
      const { Parameter } = await aws.ssm().send(new GetParameterCommand({ Name: '/taken/parameter' }));
      expect(Parameter?.Value).toBe('old');
    },
  },
  {
    type: 'AWS::ECR::Repository',
    properties: { RepositoryName: 'taken-repository' },
    make: () => aws.ecr().send(new CreateRepositoryCommand({ repositoryName: 'taken-repository' })),
    read: () => aws.ecr().send(new DescribeRepositoriesCommand({ repositoryNames: ['taken-repository'] })),
  },
  {
    type: 'AWS::KMS::Alias',
    properties: { AliasName: 'alias/taken', TargetKeyId: 'alias/taken' },
    async make() {
      const { KeyMetadata } = await aws.kms().send(new CreateKeyCommand({}));
      await aws
        .kms()
        .send(new CreateAliasCommand({ AliasName: 'alias/taken', TargetKeyId: KeyMetadata?.KeyId }));
    },
    read: () => aws.kms().send(new DescribeKeyCommand({ KeyId: 'alias/taken' })),
  },
];

const reasonsOf = async (stack: string) =>
  (await stackEvents(aws.cloudformation(), stack)).map((event) => event.ResourceStatusReason ?? '');

describe('a resource whose name is taken', () => {
  test.each(EXISTING)('$type fails with AlreadyExists, and the existing one stays', async (existing) => {
    const client = aws.cloudformation();
    const name = `Taken${existing.type.replaceAll('::', '')}`;
    await existing.make();
    const body = template({ New: { Type: existing.type, Properties: existing.properties } });
    const stack = await createStack(client, name, body);
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const failure = (await reasonsOf(name)).find((reason) => reason.includes('already exists'));
    expect(failure).toContain(`Resource of type '${existing.type}' with identifier '`);
    expect(failure).toContain('HandlerErrorCode: AlreadyExists');
    expect(await told(client, name)).not.toContain('DELETE_IN_PROGRESS New');
    await existing.read();
    await deleteStack(client, stack.StackId ?? '');
    await existing.read();
  });

  test('fails when another stack, or the same stack, has it', async () => {
    const client = aws.cloudformation();
    const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'owned' } };
    const owner = await createStack(client, 'Owner', template({ Q: queue }));
    const other = await createStack(client, 'Other', template({ Q: queue }));
    expect(other.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await reasonsOf('Other')).toContain(`owned already exists in stack ${owner.StackId}`);
    const twin = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'twin' } };
    const twins = await createStack(client, 'Twins', template({ A: twin, B: twin }));
    expect(twins.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await reasonsOf('Twins')).toContain(`twin already exists in stack ${twins.StackId}`);
    await expect(aws.sqs().send(new GetQueueUrlCommand({ QueueName: 'twin' }))).rejects.toThrow();
  });

  test('is no obstacle once its stack was deleted', async () => {
    const client = aws.cloudformation();
    const body = template({ Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'again' } } });
    await createStack(client, 'First', body);
    await deleteStack(client, 'First');
    expect((await createStack(client, 'Second', body)).StackStatus).toBe('CREATE_COMPLETE');
  });
});

describe('a renamed logical id', () => {
  test.each([
    ['a queue', { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'moved' } }, 'moved'],
    ['a topic', { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'moved' } }, 'moved'],
    ['a bucket', { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'moved' } }, 'moved'],
    ['a table', { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'moved', ...KEYS } }, 'moved'],
    [
      'a log group',
      { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/moved/group' } },
      '/moved/group',
    ],
  ])('of %s with a fixed name fails the update, and the original stays', async (_what, resource, name) => {
    const client = aws.cloudformation();
    const stack = `Moved${resource.Type.replaceAll('::', '')}`;
    await createStack(client, stack, template({ Old: resource }));
    const id = await physicalId(client, stack, 'Old');
    const updated = await updateStack(client, stack, template({ New: resource }));
    expect(updated.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await reasonsOf(stack)).toContain(`${name} already exists in stack ${updated.StackId}`);
    expect(await physicalId(client, stack, 'Old')).toBe(id);
    const events = await told(client, stack);
    expect(events).not.toContain('DELETE_IN_PROGRESS Old');
    expect(events).not.toContain('DELETE_IN_PROGRESS New');
    // The original can still be updated.
    const tagged = { Tags: [{ Key: 'still', Value: 'here' }] };
    const again = await updateStack(client, stack, template({ Old: resource }), tagged);
    expect(again.StackStatus).toBe('UPDATE_COMPLETE');
    expect((await deleteStack(client, stack)).StackStatus).toBe('DELETE_COMPLETE');
  });

  test('of a queue that failed to be created leaves its tags and messages alone', async () => {
    const client = aws.cloudformation();
    const queue = (tag: string) => ({
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: 'tagged', Tags: [{ Key: 'who', Value: tag }] },
    });
    await createStack(client, 'Tagged', template({ Old: queue('old') }));
    await updateStack(client, 'Tagged', template({ New: queue('new') }));
    const { QueueUrl } = await aws.sqs().send(new GetQueueUrlCommand({ QueueName: 'tagged' }));
    const { Tags } = await aws.sqs().send(new ListQueueTagsCommand({ QueueUrl }));
    expect(Tags).toEqual({ who: 'old' });
  });

  test('of a subscription, which SNS would answer with the existing one, does not end it', async () => {
    const client = aws.cloudformation();
    const base = {
      Topic: { Type: 'AWS::SNS::Topic' },
      Queue: { Type: 'AWS::SQS::Queue' },
    };
    const subscription = {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      },
    };
    await createStack(client, 'Subscribed', template({ ...base, Old: subscription }));
    const updated = await updateStack(client, 'Subscribed', template({ ...base, New: subscription }));
    expect(updated.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const TopicArn = await physicalId(client, 'Subscribed', 'Topic');
    const { Subscriptions } = await aws.sns().send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toHaveLength(1);
  });
});
