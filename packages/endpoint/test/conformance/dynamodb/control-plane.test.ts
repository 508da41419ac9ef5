import {
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeContributorInsightsCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateContributorInsightsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createTable, STREAM } from './tables.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ region: 'eu-west-2', accountId: '123456789012' });
});
afterAll(() => endpoint.close());

const dynamodb = () => clients(endpoint).dynamodb();

const describeTable = async (TableName: string) =>
  (await dynamodb().send(new DescribeTableCommand({ TableName }))).Table;

test('a table has the ARNs of its region and account', async () => {
  const { arn, stream } = await createTable(dynamodb(), 'arns', {
    StreamSpecification: STREAM,
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'gsi', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-gsi',
        KeySchema: [{ AttributeName: 'gsi', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  expect(arn).toBe('arn:aws:dynamodb:eu-west-2:123456789012:table/arns');
  expect(stream).toMatch(
    /^arn:aws:dynamodb:eu-west-2:123456789012:table\/arns\/stream\/\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}$/,
  );
  expect(await describeTable(arn)).toMatchObject({
    TableArn: arn,
    TableStatus: 'ACTIVE',
    CreationDateTime: expect.any(Date),
    StreamSpecification: STREAM,
    LatestStreamArn: stream,
    LatestStreamLabel: stream.split('/').at(-1),
    GlobalSecondaryIndexes: [{ IndexArn: `${arn}/index/by-gsi`, IndexStatus: 'ACTIVE' }],
  });
});

test('a stream is enabled once, keeps the view it was given, and can be disabled', async () => {
  await createTable(dynamodb(), 'streams');
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
  const enable = () => dynamodb().send(new UpdateTableCommand({ TableName: 'streams', StreamSpecification }));
  await enable();
  expect(await describeTable('streams')).toMatchObject({ StreamSpecification });
  await expect(enable()).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('already has an enabled stream'),
  });
  await dynamodb().send(
    new UpdateTableCommand({ TableName: 'streams', StreamSpecification: { StreamEnabled: false } }),
  );
  expect((await describeTable('streams'))?.StreamSpecification).toBeUndefined();
});

test('a stream without a view is refused, and no table is left', async () => {
  await expect(
    createTable(dynamodb(), 'no-view', { StreamSpecification: { StreamEnabled: true } }),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(describeTable('no-view')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a table that is there is not created again, and its stream goes on', async () => {
  const { stream } = await createTable(dynamodb(), 'twice', { StreamSpecification: STREAM });
  await expect(createTable(dynamodb(), 'twice', { StreamSpecification: STREAM })).rejects.toMatchObject({
    name: 'ResourceInUseException',
  });
  expect((await describeTable('twice'))?.LatestStreamArn).toBe(stream);
});

test('a table that is protected is not deleted', async () => {
  await createTable(dynamodb(), 'protected', { DeletionProtectionEnabled: true });
  await expect(dynamodb().send(new DeleteTableCommand({ TableName: 'protected' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('tags are set, listed and removed', async () => {
  const { arn } = await createTable(dynamodb(), 'tags', { Tags: [{ Key: 'a', Value: '1' }] });
  await dynamodb().send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: 'b', Value: '2' }] }));
  await dynamodb().send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ['a'] }));
  const { Tags } = await dynamodb().send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
});

test('time to live is switched on for one attribute at a time', async () => {
  await createTable(dynamodb(), 'ttl');
  const set = (Enabled: boolean, AttributeName: string) =>
    dynamodb().send(
      new UpdateTimeToLiveCommand({
        TableName: 'ttl',
        TimeToLiveSpecification: { Enabled, AttributeName },
      }),
    );
  await expect(set(false, 'expires')).rejects.toMatchObject({ message: 'TimeToLive is already disabled' });
  await set(true, 'expires');
  await expect(set(true, 'expires')).rejects.toMatchObject({ message: 'TimeToLive is already enabled' });
  await expect(set(false, 'other')).rejects.toMatchObject({
    message: expect.stringContaining('current AttributeName is expires'),
  });
  const described = await dynamodb().send(new DescribeTimeToLiveCommand({ TableName: 'ttl' }));
  expect(described.TimeToLiveDescription).toEqual({
    TimeToLiveStatus: 'ENABLED',
    AttributeName: 'expires',
  });
});

test('point-in-time recovery is a setting that is kept', async () => {
  await createTable(dynamodb(), 'backups');
  const before = await dynamodb().send(new DescribeContinuousBackupsCommand({ TableName: 'backups' }));
  expect(before.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
    PointInTimeRecoveryStatus: 'DISABLED',
  });
  await dynamodb().send(
    new UpdateContinuousBackupsCommand({
      TableName: 'backups',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    }),
  );
  const after = await dynamodb().send(new DescribeContinuousBackupsCommand({ TableName: 'backups' }));
  expect(after.ContinuousBackupsDescription).toMatchObject({
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 7,
      EarliestRestorableDateTime: expect.any(Date),
    },
  });
});

test('contributor insights are a setting that is kept', async () => {
  await createTable(dynamodb(), 'insights');
  await dynamodb().send(
    new UpdateContributorInsightsCommand({ TableName: 'insights', ContributorInsightsAction: 'ENABLE' }),
  );
  expect(
    await dynamodb().send(new DescribeContributorInsightsCommand({ TableName: 'insights' })),
  ).toMatchObject({ ContributorInsightsStatus: 'ENABLED' });
});

test('a table has no Kinesis destination', async () => {
  await createTable(dynamodb(), 'kinesis');
  expect(
    await dynamodb().send(new DescribeKinesisStreamingDestinationCommand({ TableName: 'kinesis' })),
  ).toMatchObject({ TableName: 'kinesis', KinesisDataStreamDestinations: [] });
});

test('a resource policy is kept until it is deleted', async () => {
  const { arn } = await createTable(dynamodb(), 'policy');
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const get = () => dynamodb().send(new GetResourcePolicyCommand({ ResourceArn: arn }));
  await expect(get()).rejects.toMatchObject({ name: 'PolicyNotFoundException' });
  await dynamodb().send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));
  expect((await get()).Policy).toBe(Policy);
  await dynamodb().send(new DeleteResourcePolicyCommand({ ResourceArn: arn }));
  await expect(get()).rejects.toMatchObject({ name: 'PolicyNotFoundException' });
});

test('settings of a table that is not there are not found', async () => {
  await expect(
    dynamodb().send(new DescribeContinuousBackupsCommand({ TableName: 'nothing' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
