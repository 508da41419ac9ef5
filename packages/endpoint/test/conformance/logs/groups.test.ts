import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
let logs: ReturnType<ReturnType<typeof clients>['logs']>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  logs = clients(endpoint).logs();
});
afterAll(() => endpoint.close());

const create = (logGroupName: string, more = {}) =>
  logs.send(new CreateLogGroupCommand({ logGroupName, ...more }));
const describe = async (logGroupNamePrefix: string) =>
  (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }))).logGroups;

test('a group is described with its ARN, retention and key', async () => {
  await create('/described', { kmsKeyId: 'arn:aws:kms:us-east-1:000000000000:key/k' });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/described', retentionInDays: 7 }));
  expect(await describe('/described')).toMatchObject([
    {
      logGroupName: '/described',
      retentionInDays: 7,
      kmsKeyId: 'arn:aws:kms:us-east-1:000000000000:key/k',
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/described:*',
    },
  ]);
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: '/described' }));
  expect((await describe('/described'))?.[0]?.retentionInDays).toBeUndefined();
});

test('a group that exists is refused', async () => {
  await create('/twice');
  await expect(create('/twice')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
});

test('groups are described page by page', async () => {
  for (const name of ['/paged/a', '/paged/b', '/paged/c']) await create(name);
  const page = (nextToken?: string) =>
    logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/paged', limit: 2, nextToken }));
  const first = await page();
  const second = await page(first.nextToken);
  expect([first, second].map(({ logGroups }) => logGroups?.length)).toEqual([2, 1]);
  expect(second.nextToken).toBeUndefined();
});

test('only the retentions that AWS has are taken', async () => {
  await create('/retention');
  await expect(
    logs.send(new PutRetentionPolicyCommand({ logGroupName: '/retention', retentionInDays: 8 })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('tags are set, changed and removed', async () => {
  await create('/tagged', { tags: { team: 'orders' } });
  const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:/tagged';
  await logs.send(new TagResourceCommand({ resourceArn, tags: { stage: 'test' } }));
  await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));
  const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual({ stage: 'test' });
});

test('a deleted group takes its streams along', async () => {
  await create('/deleted');
  await logs.send(new CreateLogStreamCommand({ logGroupName: '/deleted', logStreamName: 's' }));
  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/deleted' }));
  await expect(logs.send(new DescribeLogStreamsCommand({ logGroupName: '/deleted' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await create('/deleted');
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/deleted' }));
  expect(logStreams).toEqual([]);
});

test('streams are listed by name, or by when they were last written to', async () => {
  await create('/streams');
  for (const [index, logStreamName] of ['c', 'a', 'b'].entries()) {
    await logs.send(new CreateLogStreamCommand({ logGroupName: '/streams', logStreamName }));
    const logEvents = [{ message: 'x', timestamp: Date.now() - 1000 * (10 - index) }];
    await logs.send(new PutLogEventsCommand({ logGroupName: '/streams', logStreamName, logEvents }));
  }
  const list = async (more: object) =>
    (await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/streams', ...more }))).logStreams?.map(
      ({ logStreamName }) => logStreamName,
    );
  expect(await list({})).toEqual(['a', 'b', 'c']);
  expect(await list({ orderBy: 'LastEventTime', descending: true })).toEqual(['b', 'a', 'c']);
});

test('a stream is deleted alone', async () => {
  await create('/one-of-two');
  for (const logStreamName of ['kept', 'gone']) {
    await logs.send(new CreateLogStreamCommand({ logGroupName: '/one-of-two', logStreamName }));
  }
  await logs.send(new DeleteLogStreamCommand({ logGroupName: '/one-of-two', logStreamName: 'gone' }));
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/one-of-two' }));
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['kept']);
});
