// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../../support/endpoint.ts';
import {
  createStack,
  deleteStack,
  outputs,
  physicalId,
  stackEvents,
  template,
  updateStack,
} from '../stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const attribute = (name: string, type = 'S') => ({ AttributeName: name, AttributeType: type });
const hash = (name: string) => [{ AttributeName: name, KeyType: 'HASH' }];
const index = (name: string) => ({
  IndexName: `by-${name}`,
  KeySchema: hash(name),
  Projection: { ProjectionType: 'ALL' },
});

describe('a table', () => {
  const table = (more: object = {}) => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [attribute('pk')],
      KeySchema: hash('pk'),
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    },
  });

  test('gets and loses indexes, a stream, TTL and backups in place, and keeps its items', async () => {
    const client = aws.cloudformation();
    const dynamodb = aws.dynamodb();
    await createStack(client, 'Table', template({ T: table() }));
    const TableName = await physicalId(client, 'Table', 'T');
    await dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: '1' }, owner: { S: 'a' } } }));
    const richer = table({
      AttributeDefinitions: [attribute('pk'), attribute('owner')],
      GlobalSecondaryIndexes: [index('owner')],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    const Outputs = { Stream: { Value: { 'Fn::GetAtt': ['T', 'StreamArn'] } } };
    const updated = await updateStack(client, 'Table', template({ T: richer }, { Outputs }));
    expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
    expect(outputs(updated)['Stream']).toContain(`table/${TableName}/stream/`);
    expect(await physicalId(client, 'Table', 'T')).toBe(TableName);
    const { Count } = await dynamodb.send(new ScanCommand({ TableName, IndexName: 'by-owner' }));
    expect(Count).toBe(1);
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' });
    const { ContinuousBackupsDescription } = await dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
      'ENABLED',
    );

    await updateStack(client, 'Table', template({ T: table() }));
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table?.GlobalSecondaryIndexes ?? []).toEqual([]);
    expect(Table?.StreamSpecification?.StreamEnabled ?? false).toBe(false);
    await deleteStack(client, 'Table');
    await expect(dynamodb.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('gets or loses one index at a time, and none changes its keys', async () => {
    const client = aws.cloudformation();
    const indexed = (...names: string[]) =>
      template({
        T: table({
          AttributeDefinitions: ['pk', ...names].map((name) => attribute(name)),
          GlobalSecondaryIndexes: names.map(index),
        }),
      });
    const reasons = async () =>
      (await stackEvents(client, 'Indexes')).map((event) => event.ResourceStatusReason ?? '').join('\n');
    await createStack(client, 'Indexes', indexed('a', 'b'));
    const swapped = await updateStack(client, 'Indexes', indexed('a', 'c'));
    expect(swapped.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await reasons()).toContain(
      '"Cannot perform more than one GSI creation or deletion in a single update"',
    );
    expect((await updateStack(client, 'Indexes', indexed('a'))).StackStatus).toBe('UPDATE_COMPLETE');
    expect((await updateStack(client, 'Indexes', indexed('a', 'c'))).StackStatus).toBe('UPDATE_COMPLETE');
    const narrowed = template({
      T: table({
        AttributeDefinitions: [attribute('pk'), attribute('a')],
        GlobalSecondaryIndexes: [{ ...index('a'), Projection: { ProjectionType: 'KEYS_ONLY' } }],
      }),
    });
    await updateStack(client, 'Indexes', narrowed);
    expect(await reasons()).toContain("Cannot update GSI's properties other than Provisioned Throughput");
    const TableName = await physicalId(client, 'Indexes', 'T');
    const { Table } = await aws.dynamodb().send(new DescribeTableCommand({ TableName }));
    expect(Table?.GlobalSecondaryIndexes?.map((one) => one.IndexName).sort()).toEqual(['by-a', 'by-c']);
  });

  test('is replaced when its key changes, name or type', async () => {
    const client = aws.cloudformation();
    await createStack(client, 'Keys', template({ T: table() }));
    const first = await physicalId(client, 'Keys', 'T');
    await updateStack(
      client,
      'Keys',
      template({ T: table({ AttributeDefinitions: [attribute('pk', 'N')] }) }),
    );
    const second = await physicalId(client, 'Keys', 'T');
    expect(second).not.toBe(first);
  });

  test('of the global kind has its one replica here, and is refused others', async () => {
    const client = aws.cloudformation();
    const globalTable = (replicas: object[]) => ({
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [attribute('pk')],
        KeySchema: hash('pk'),
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: replicas,
      },
    });
    const here = { Region: 'us-east-1' };
    await createStack(client, 'Global', template({ T: globalTable([here]) }));
    const protect = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    await updateStack(client, 'Global', template({ T: globalTable([{ ...here, ...protect }]) }));
    const TableName = await physicalId(client, 'Global', 'T');
    const { Table } = await aws.dynamodb().send(new DescribeTableCommand({ TableName }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    const elsewhere = template({ T: globalTable([here, { Region: 'eu-west-1' }]) });
    await expect(createStack(client, 'Elsewhere', elsewhere)).rejects.toThrow(
      'does not implement tables with replicas in other regions',
    );
  });
});

describe('a bucket', () => {
  test('gets its settings, and loses them again', async () => {
    const client = aws.cloudformation();
    const s3 = aws.s3();
    const bucket = (settings: object) => ({
      B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'settled', ...settings } },
      P: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'B' },
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:PutObject',
                Resource: { 'Fn::Sub': ['${a}/*', { a: { 'Fn::GetAtt': ['B', 'Arn'] } }] },
              },
            ],
          },
        },
      },
    });
    const created = await createStack(
      client,
      'Bucket',
      template(
        bucket({
          VersioningConfiguration: { Status: 'Enabled' },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
            ],
          },
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: 'true' },
          LifecycleConfiguration: {
            Rules: [{ Id: 'old', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
          },
          Tags: [{ Key: 'a', Value: 'b' }],
        }),
        { Outputs: { Domain: { Value: { 'Fn::GetAtt': ['B', 'RegionalDomainName'] } } } },
      ),
    );
    expect(created.StackStatus, created.StackStatusReason).toBe('CREATE_COMPLETE');
    expect(outputs(created)['Domain']).toBe('settled.s3.us-east-1.amazonaws.com');
    const Bucket = 'settled';
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toMatchObject({
      SSEAlgorithm: 'AES256',
    });
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: true });
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(Rules).toMatchObject([{ ID: 'old', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }]);
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toContain(
      'arn:aws:s3:::settled/*',
    );

    await updateStack(client, 'Bucket', template(bucket({})));
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Suspended');
    await expect(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toThrow(
      'lifecycle',
    );
    await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toThrow('TagSet');
    expect((await deleteStack(client, 'Bucket')).StackStatus).toBe('DELETE_COMPLETE');
  });
});
