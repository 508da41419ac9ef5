import {
  type AttributeValue,
  GetItemCommand,
  PutItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createTable, STREAM } from './tables.ts';

let endpoint: Endpoint;
let clock: ManualClock;
let stream: string;

beforeAll(async () => {
  clock = manualClock();
  endpoint = await startTestEndpoint({ clock });
  ({ stream } = await createTable(dynamodb(), 'sessions', { StreamSpecification: STREAM }));
  await dynamodb().send(
    new UpdateTimeToLiveCommand({
      TableName: 'sessions',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    }),
  );
});
afterAll(() => endpoint.close());

const dynamodb = () => clients(endpoint).dynamodb();
const seconds = () => Math.floor(clock.now() / 1000);

const put = (pk: string, expires: AttributeValue) =>
  dynamodb().send(new PutItemCommand({ TableName: 'sessions', Item: { pk: { S: pk }, expires } }));

const exists = async (pk: string) =>
  (await dynamodb().send(new GetItemCommand({ TableName: 'sessions', Key: { pk: { S: pk } } }))).Item !==
  undefined;

async function records() {
  const streams = clients(endpoint).streams();
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: stream }));
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: stream,
      ShardId: StreamDescription?.Shards?.[0]?.ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  return (await streams.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
}

test('an item is deleted after its time, by the service, and others stay', async () => {
  await put('short', { N: String(seconds() + 30) });
  await put('long', { N: String(seconds() + 3600) });
  await put('text', { S: String(seconds() - 60) });
  await put('milliseconds', { N: String(clock.now() - 60_000) });
  await put('ancient', { N: '1' });
  await clock.advance(60_000);
  await eventually('the short one is gone', async () => !(await exists('short')));
  for (const pk of ['long', 'text', 'milliseconds', 'ancient']) expect(await exists(pk)).toBe(true);

  const removal = (await records()).find(({ eventName }) => eventName === 'REMOVE');
  expect(removal).toMatchObject({
    userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    dynamodb: { Keys: { pk: { S: 'short' } } },
  });
});

test('an item that is given more time in the meantime stays', async () => {
  await put('extended', { N: String(seconds() + 10) });
  await put('extended', { N: String(seconds() + 600) });
  await put('marker', { N: String(seconds() + 10) });
  await clock.advance(60_000);
  await eventually('the marker is gone', async () => !(await exists('marker')));
  expect(await exists('extended')).toBe(true);
});
