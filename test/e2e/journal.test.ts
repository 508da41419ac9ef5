import { randomBytes } from 'node:crypto';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, onTestFinished, test } from 'vitest';
import { withKilledCopy } from '../../driver/faults/killed-copy.ts';
import { whilePaused } from '../../driver/faults/paused-consumer.ts';
import { commitCheckpoint, groupLag, listConsumerGroups } from '../../driver/journal/consumer-groups.ts';
import { keptRange, seekToTime } from '../../driver/journal/journal-range.ts';
import { type JournalEntry, readFrom, readRange } from '../../driver/journal/read-journal.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { queueDepth } from '../../driver/queue-depth.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { builtProjection, resetGroup } from '../../driver/replay/rebuild.ts';
import { replayClient } from '../../driver/replay/replay-client.ts';
import { progressOf, runReplay } from '../../driver/replay/run-replay.ts';
import { ALIAS } from '../../driver/system.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { DEAD_LETTER_ATTRIBUTES } from '../../schemas/events/dead-letter.ts';
import {
  CHECKPOINT_ITEM,
  CONSUMER_GROUP_ITEM,
  checkpointKey,
  consumerGroupKey,
  REPLAY_ITEM,
  replayKey,
} from '../../schemas/items/consumer-group-items.ts';
import { entryKey, JOURNAL_EVENT_ITEM, partitionOf } from '../../schemas/items/journal-items.ts';
import { layoutFaults } from '../../schemas/items/layout-faults.ts';
import { dataflow } from './support/command-line.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { storedItem } from './support/stored-item.ts';

const GROUP = 'analytics-rebuild';
const at = () => ['--endpoint', inject('endpoint')];
const fresh = (what: string) => `${what}-${randomBytes(4).toString('hex')}`;

async function openContext() {
  const shop = await deployedShop();
  return { ...shop, run: fresh('journal'), signal: new AbortController().signal, progress: () => {} };
}
type Context = Awaited<ReturnType<typeof openContext>>;

async function place(context: Context, orderIds: readonly string[]): Promise<void> {
  for (const orderId of orderIds) {
    const { status } = await context.shop.send('orders', 'POST', '/orders', smallOrder(orderId));
    expect(status).toBe(201);
  }
  expect(await awaitConsumers(context, orderIds)).toBe(true);
}

/** Orders of one partition. */
function idsIn(partition: number, count: number): string[] {
  const ids: string[] = [];
  while (ids.length < count) {
    const id = fresh('order');
    if (partitionOf(id) === partition) ids.push(id);
  }
  return ids;
}

async function all(entries: AsyncIterable<JournalEntry>): Promise<JournalEntry[]> {
  const found: JournalEntry[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}

test('an entry is found by its offset and by the time at which it was appended', async () => {
  const context = await openContext();
  const [first = '', second = ''] = idsIn(2, 2);
  await place(context, [first]);
  await place(context, [second]);
  const range = await keptRange(context, 2);
  const entries = await all(readRange(context, 2, { from: range.first, to: range.next }));
  expect(entries.map(({ offset }) => offset)).toEqual(
    Array.from({ length: range.next - range.first }, (_, index) => range.first + index),
  );
  for (const entry of entries) {
    const time = new Date(entry.appendedAt ?? '');
    const scanned = entries.find(({ appendedAt = '' }) => appendedAt >= time.toISOString());
    expect(await seekToTime(context, 2, range, time)).toBe(scanned?.offset);
  }
  const later = entries.find(({ orderId }) => orderId === second);
  const { stdout, status } = await dataflow([
    ...['journal', '--json', '--partition', '2', '--from', later?.appendedAt ?? ''],
    ...['--type', 'shop.order.placed', '--schema', 'order:v1', ...at()],
  ]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
    ...{ partition: 2, offset: later?.offset, subject: second, dataschema: 'urn:shop:schemas:order:v1' },
    data: { orderId: second },
  });
});

test('a consumer group reads on from its checkpoints, which never go back', async () => {
  const context = await openContext();
  const group = fresh('audit');
  const [orderId = ''] = idsIn(1, 1);
  await place(context, [orderId]);
  const read = () => dataflow(['journal', '--json', '--group', group, ...at()]);
  expect((await read()).stdout).toContain(orderId);
  expect(await read()).toMatchObject({ status: 0, stdout: '', stderr: 'No matching events.\n' });

  const lag = await groupLag(context, group);
  const [{ next = 0 } = {}] = lag.filter(({ partition }) => partition === 1);
  expect(next).toBeGreaterThan(0);
  expect(await commitCheckpoint(context, group, 1, next - 1)).toBe(false);
  expect(await commitCheckpoint(context, group, 1, next)).toBe(false);
  expect(await groupLag(context, group)).toEqual(lag);

  await place(context, idsIn(1, 2));
  const behind = (await groupLag(context, group)).find(({ partition }) => partition === 1);
  expect(behind).toMatchObject({ next, end: next + 2, lag: 2 });
  expect(await listConsumerGroups(context)).toContain(group);
  const { stdout } = await dataflow(['journal', '--groups', ...at()]);
  expect(stdout).toMatch(new RegExp(`^${group} +1 +${next} +${next + 2} +2$`, 'm'));
});

test('what is no event is parked with its cause, and its group goes on', async () => {
  const context = await openContext();
  const { queueUrl, deadLetterUrl } = context.system.consumers.journal;
  const orderId = fresh('parked');
  const event = {
    ...{ specversion: '1.0', id: `${orderId}.order`, source: 'test', type: 'shop.order.placed' },
    ...{ subject: orderId, time: '2026-01-02T03:04:05Z', datacontenttype: 'application/avro' },
    // Single-object encoding with a fingerprint that no registry has: the journal keeps what it cannot read.
    data_base64: Buffer.from('c301ffffffffffffffff00', 'hex').toString('base64'),
  };
  const bodies = ['{"not": "an event"}', JSON.stringify(event)];
  await context.aws.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: bodies.map((MessageBody, index) => ({
        ...{ Id: String(index), MessageBody, MessageGroupId: orderId },
        MessageDeduplicationId: `${orderId}-${index}`,
      })),
    }),
  );
  const partition = partitionOf(orderId);
  await eventually('the event behind it is in the journal', async () => {
    const entries = await all(readFrom(context, partition, 0, { orderId }));
    return entries.length === 1;
  });
  const { Messages = [] } = await context.aws.sqs.send(
    new ReceiveMessageCommand({
      ...{ QueueUrl: deadLetterUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10, VisibilityTimeout: 1 },
      ...{ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['MessageGroupId'] },
    }),
  );
  const parked = Messages.find(({ Attributes }) => Attributes?.MessageGroupId === orderId);
  expect(parked?.Body).toBe(bodies[0]);
  expect(parked?.MessageAttributes?.[DEAD_LETTER_ATTRIBUTES.cause]?.StringValue).toBe('malformed-event');
  expect(parked?.MessageAttributes?.[DEAD_LETTER_ATTRIBUTES.consumer]?.StringValue).toBe('journal');
  await context.aws.sqs.send(
    new DeleteMessageCommand({ QueueUrl: deadLetterUrl, ReceiptHandle: parked?.ReceiptHandle }),
  );

  const { stdout, status } = await dataflow(['journal', '--order', orderId, ...at()]);
  expect(status).toBe(0);
  expect(stdout).toContain('no schema with the fingerprint ffffffffffffffff');
});

test('a replay sends marked events to the queue of its group only, in the order of the journal', async () => {
  const context = await openContext();
  const client = replayClient(context);
  await resetGroup(context, client, GROUP);
  const orderIds = idsIn(3, 3);
  const { next: from } = await keptRange(context, 3);
  await place(context, orderIds);
  const { functionName, queueUrl } = context.system.groups[GROUP];
  await whilePaused(context, [`${functionName}:${ALIAS}`], async () => {
    const range = { from: { offsets: { 3: from } }, partitions: [3] };
    const { replayId } = await client.start(GROUP, range);
    expect(await runReplay(client, GROUP)).toMatchObject({ state: 'completed', sent: 3 });
    const { Messages = [] } = await context.aws.sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 },
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    expect(Messages.map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(orderIds);
    for (const { Body = '{}' } of Messages) expect(JSON.parse(Body)).toMatchObject({ replayid: replayId });
    const live = Object.values(context.system.consumers);
    for (const { queueUrl } of live) {
      expect(await queueDepth(context, queueUrl)).toEqual({ waiting: 0, inFlight: 0 });
    }
  });
  const { orders } = await builtProjection(context, GROUP, orderIds);
  expect([...orders.keys()].sort()).toEqual([...orderIds].sort());
  const items = [
    [CONSUMER_GROUP_ITEM, consumerGroupKey(GROUP)],
    [CHECKPOINT_ITEM, checkpointKey(GROUP, 3)],
    [REPLAY_ITEM, replayKey(GROUP)],
  ] as const;
  for (const [layout, key] of items) {
    expect(layoutFaults(layout, await storedItem(context, context.system.tables.journal, key))).toEqual([]);
  }
});

test('a crash between sending and the checkpoint repeats events, and skips none', async () => {
  const context = await openContext();
  const client = replayClient(context);
  await resetGroup(context, client, GROUP);
  const orderIds = idsIn(0, 12);
  const { next: from } = await keptRange(context, 0);
  await place(context, orderIds);
  const { functionName } = context.system.replay;
  const version = versionOf(await readReleases(context.aws.lambda, functionName), 'v1');
  const begun = await client.start(GROUP, { from: { offsets: { 0: from } }, partitions: [0] });
  const crash = { when: 'before', request: 'dynamodb:TransactWriteItems' } as const;
  await withKilledCopy(context, { functionName, version, at: crash }, async (copy) => {
    const { FunctionError } = await context.aws.lambda.send(
      new InvokeCommand({
        FunctionName: copy.functionName,
        Payload: JSON.stringify({ action: 'step', group: GROUP, events: 5 }),
      }),
    );
    expect(FunctionError).toBeDefined();
    await eventually('its log says so', async () => (await copy.countKills(crash)) === 1);
  });
  const after = await client.status(GROUP);
  expect(progressOf(after)).toEqual(progressOf(begun));
  // The events were sent: they arrive although no checkpoint moved.
  const sentTwice = orderIds.slice(0, 5);
  expect([...(await builtProjection(context, GROUP, sentTwice)).orders.keys()].sort()).toEqual(
    [...sentTwice].sort(),
  );
  expect(await runReplay(client, GROUP)).toMatchObject({ state: 'completed', sent: 12 });
  const { orders, totals } = await builtProjection(context, GROUP, orderIds);
  expect([...orders.keys()].sort()).toEqual([...orderIds].sort());
  expect([...totals.values()].reduce((sum, { orders }) => sum + Number(orders), 0)).toBe(12);
});

test.each<[number, string[], RegExp]>([
  [
    2,
    ['replay', 'start', '--group', 'nobody'],
    /No consumer group of that name.*allowed values: analytics-rebuild/,
  ],
  [
    2,
    ['replay', 'start', '--group', GROUP, '--partition', '4'],
    /no such partition. Allowed values: 0, 1, 2, 3/,
  ],
  [2, ['replay', 'start', '--group', GROUP, '--from', '7'], /an offset, which needs --partition/],
  [2, ['replay', 'start', '--group', GROUP, '--partition', '0', '--from', '999999'], /no offset 999999 yet/],
  [2, ['replay', 'start', '--group', GROUP, '--to', '2999-01-01'], /has not come yet/],
  [2, ['replay', 'start', '--group', GROUP, '--from', 'end', '--to', '2020-01-01'], /ends before it begins/],
  [2, ['replay', 'start', '--group', GROUP, '--from', 'somewhere'], /an offset, a time such as/],
  [2, ['journal', '--partition', 'x'], /no such partition/],
  [2, ['journal', '--partition', '0', '--from', '999999'], /no offset 999999 yet/],
  [2, ['journal', '--from', '2999-01-01'], /is in the future/],
  [2, ['journal', '--from', '3'], /an offset, which needs --partition/],
])('is refused with status %i, and nothing is sent: %j', async (expected, args, message) => {
  const context = await openContext();
  const client = replayClient(context);
  await resetGroup(context, client, GROUP);
  await client.start(GROUP, { from: { at: 'end' } });
  const before = await client.status(GROUP);
  const { status, stdout, stderr } = await dataflow([...args, ...at()]);
  expect(stderr).toMatch(message);
  expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
  expect(await client.status(GROUP)).toEqual(before);
});

test('a group has one replay at a time; a canceled one gives way', async () => {
  const context = await openContext();
  const client = replayClient(context);
  await resetGroup(context, client, GROUP);
  await place(context, [fresh('order')]);
  const begun = await client.start(GROUP);
  const replay = (...args: string[]) => dataflow(['replay', ...args, '--group', GROUP, ...at()]);
  expect(await replay('start')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/running or paused/),
  });
  expect((await client.status(GROUP)).replayId).toBe(begun.replayId);
  expect(await replay('pause')).toMatchObject({ status: 0, stdout: expect.stringMatching(/paused, 0 of/) });
  expect(await replay('start')).toMatchObject({ status: 1 });
  expect(await replay('resume')).toMatchObject({ status: 0, stdout: expect.stringMatching(/completed, /) });
  expect(await replay('pause')).toMatchObject({ status: 1, stderr: expect.stringMatching(/is completed/) });
  await resetGroup(context, client, GROUP);
});

test('what retention has removed is refused, not skipped', async () => {
  const context = await openContext();
  const client = replayClient(context);
  await resetGroup(context, client, GROUP);
  await place(context, idsIn(0, 2));
  const { first } = await keptRange(context, 0);
  const update = (UpdateExpression: string, values?: object) =>
    context.aws.documents.send(
      new UpdateCommand({
        TableName: context.system.tables.journal,
        Key: entryKey({ partition: 0, offset: first }),
        UpdateExpression,
        ...(values && { ExpressionAttributeValues: values }),
      }),
    );
  await update('SET expiresAt = :past', { ':past': 1 });
  onTestFinished(async () => {
    await update('REMOVE expiresAt');
  });
  expect((await keptRange(context, 0)).first).toBe(first + 1);
  await expect(all(readRange(context, 0, { from: first, to: first + 2 }))).rejects.toMatchObject({
    ...{ code: 'journal-refused', subject: 'offset-expired' },
  });
  const from = { offsets: { 0: first } };
  await expect(client.start(GROUP, { from, partitions: [0] })).rejects.toMatchObject({
    ...{ code: 'replay-refused', subject: 'offset-expired' },
  });
  const { partitions } = await client.start(GROUP, { partitions: [0], to: { offsets: { 0: first + 1 } } });
  expect(partitions).toMatchObject([{ from: first + 1, to: first + 1 }]);
});

test('release v2 of the journal goes on after v1.1, and notes type and schema beside the event', async () => {
  const context = await openContext();
  const { aws, system, traffic } = context;
  const { functionName } = system.consumers.journal;
  const version = versionOf(await readReleases(aws.lambda, functionName), 'v2');
  const before = await traffic.read(functionName);
  const [older = '', newer = ''] = idsIn(2, 2);
  await place(context, [older]);
  try {
    await traffic.shift(functionName, { version });
    await place(context, [newer]);
  } finally {
    await traffic.shift(functionName, before);
  }
  const { next } = await keptRange(context, 2);
  const key = (offset: number) => entryKey({ partition: 2, offset });
  const item = await storedItem(context, system.tables.journal, key(next - 1));
  expect(item['eventType']?.S).toBe('shop.order.placed');
  expect(item['schema']?.S).toMatch(/^[0-9a-f]{16}$/);
  expect(layoutFaults(JOURNAL_EVENT_ITEM, item)).toEqual([]);
  expect(await storedItem(context, system.tables.journal, key(next - 2))).not.toHaveProperty('eventType');
  const range = { from: next - 2, to: next };
  const schema = item['schema']?.S ?? '';
  const found = await all(readRange(context, 2, range, { type: 'shop.order.placed', schema }));
  expect(found.map(({ orderId }) => orderId)).toEqual([older, newer]);
  expect(await all(readRange(context, 2, range, { type: 'shop.order.cancelled' }))).toEqual([]);
});
