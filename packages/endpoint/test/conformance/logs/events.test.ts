import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const clock = manualClock();
let endpoint: Endpoint;
let logs: ReturnType<ReturnType<typeof clients>['logs']>;
let logGroupName = '';
let groups = 0;
const logStreamName = 'stream';

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  logs = clients(endpoint).logs();
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  groups += 1;
  logGroupName = `/aws/lambda/function-${groups}`;
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
});

const put = (messages: string[], { at = clock.now(), stream = logStreamName } = {}) =>
  logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: stream,
      logEvents: messages.map((message, index) => ({ message, timestamp: at + index })),
    }),
  );
const read = async (more = {}) =>
  (
    await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, ...more }))
  ).events?.map(({ message }) => message);
const filter = async (filterPattern: string, more = {}) =>
  (await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern, ...more }))).events?.map(
    ({ message }) => message,
  );

test('events come back in the order of their times, with when they arrived', async () => {
  await put(['later'], { at: clock.now() - 10 });
  await put(['earlier'], { at: clock.now() - 20 });
  expect(await read()).toEqual(['earlier', 'later']);
  const { events } = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName }));
  expect(events?.[0]).toEqual({
    message: 'earlier',
    timestamp: clock.now() - 20,
    ingestionTime: clock.now(),
  });
});

test('a token leads on to what came since, and at the end comes back itself', async () => {
  await put(['a', 'b', 'c']);
  const page = (nextToken?: string) =>
    logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, limit: 2, nextToken }),
    );
  const first = await page();
  const second = await page(first.nextForwardToken);
  const end = await page(second.nextForwardToken);
  expect([first, second, end].map(({ events }) => events?.map(({ message }) => message))).toEqual([
    ['a', 'b'],
    ['c'],
    [],
  ]);
  expect(end.nextForwardToken).toBe(second.nextForwardToken);
});

test('without a start at the head, the newest events are given', async () => {
  await put(['a', 'b', 'c']);
  expect(await read({ startFromHead: false, limit: 2 })).toEqual(['b', 'c']);
});

test('a time range gives what lies in it', async () => {
  await put(['a', 'b', 'c'], { at: clock.now() });
  expect(await read({ startTime: clock.now() + 1, endTime: clock.now() + 2 })).toEqual(['b']);
});

test('a filter looks through all streams of a group in order of time', async () => {
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'other' }));
  await put(['ERROR first', 'fine'], { at: clock.now() - 100 });
  await put(['ERROR second'], { at: clock.now() - 50, stream: 'other' });
  await put(['ERROR third']);
  expect(await filter('ERROR')).toEqual(['ERROR first', 'ERROR second', 'ERROR third']);
  expect(await filter('ERROR', { logStreamNames: ['other'] })).toEqual(['ERROR second']);
});

test('a filter takes terms, phrases, exclusions and alternatives', async () => {
  await put(['ERROR order not found', 'ERROR timeout', 'WARN slow', 'INFO done']);
  expect(await filter('ERROR "not found"')).toEqual(['ERROR order not found']);
  expect(await filter('ERROR -timeout')).toEqual(['ERROR order not found']);
  expect(await filter('?WARN ?INFO')).toEqual(['WARN slow', 'INFO done']);
  expect(await filter('')).toHaveLength(4);
});

test('a filter for JSON is refused by name', async () => {
  await expect(filter('{ $.level = "ERROR" }')).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('filter patterns for JSON'),
  });
});

test('a filter that is no pattern is refused', async () => {
  await expect(filter('not-found')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('events out of order are refused as a whole', async () => {
  const logEvents = [
    { message: 'b', timestamp: clock.now() },
    { message: 'a', timestamp: clock.now() - 1 },
  ];
  await expect(
    logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(await read()).toEqual([]);
});

test('10,000 events are one call, and one more is refused', async () => {
  const messages = Array.from({ length: 10_000 }, (_, index) => `message ${index}`);
  await put(messages);
  expect(await read({ limit: 10_000 })).toHaveLength(10_000);
  await expect(put([...messages, 'one more'])).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('more than a megabyte in one call is refused', async () => {
  await expect(put(['x'.repeat(524_288), 'x'.repeat(524_288)])).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('events that are too old or too new are left out, and the answer says which', async () => {
  const day = 24 * 3_600_000;
  const old = await put(['too old'], { at: clock.now() - 15 * day });
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  const early = await put(['too new'], { at: clock.now() + 3 * 3_600_000 });
  expect(early.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 0 });
  expect(await read()).toEqual([]);
});

test('events end with the retention of their group', async () => {
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  await put(['of yesterday']);
  await clock.advance(25 * 3_600_000);
  await put(['of today']);
  expect(await read()).toEqual(['of today']);
});

test('a stream that does not exist is refused', async () => {
  await expect(put(['x'], { stream: 'nowhere' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log stream does not exist.',
  });
});
