import { randomBytes } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Shop } from '../../bin/open-shop.ts';
import { invokeHttp } from '../../driver/clients/invoke-http.ts';
import { visitQueue } from '../../driver/dead-letters/visit-queue.ts';
import { itemOf } from '../../driver/messages/item-of.ts';
import { produceEvent } from '../../driver/messages/produce-event.ts';
import { takeParked } from '../../driver/messages/take-parked.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { firstProducer } from '../../driver/rollout/first-producer.ts';
import { waitForReleases } from '../../driver/rollout/wait-for-releases.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import type { DeadLetterCause } from '../../schemas/events/dead-letter.ts';
import { orderEventId } from '../../schemas/events/order-events.ts';
import { orderKey } from '../../schemas/items/order-item.ts';
import { outboxKey } from '../../schemas/items/outbox-item.ts';
import { pendingKey } from '../../schemas/items/pending-order-item.ts';
import { deployedShop } from './support/deployed-shop.ts';

const freshRun = () => `bad-${randomBytes(4).toString('hex')}`;
const within = <Context extends object>(shop: Context) => ({ ...shop, signal: new AbortController().signal });

/** An event of an order of its own, and changes of it that no consumer can read. */
async function eventAndChanges(shop: Shop, orderId: string) {
  const context = within(shop);
  const event = await produceEvent(context, await firstProducer(context), 'order', orderId);
  const parsed: Record<string, unknown> = JSON.parse(event.body);
  const data = Buffer.from(String(parsed['data_base64']), 'base64');
  const changed = (change: Record<string, unknown>) => JSON.stringify({ ...parsed, ...change });
  const withData = (bytes: Buffer) => changed({ data_base64: bytes.toString('base64') });
  const unknown = Buffer.concat([data.subarray(0, 2), Buffer.alloc(8, 7), data.subarray(10)]);
  return {
    event,
    changed,
    unreadable: [
      ['malformed-event', 'nonsense'],
      ['malformed-event', changed({ specversion: '0.3' })],
      ['unknown-schema', withData(unknown)],
      ['invalid-data', withData(data.subarray(0, -1))],
    ] satisfies [DeadLetterCause, string][],
  };
}

test.each(['analytics', 'email'] as const)(
  'what %s cannot read is parked with its cause, and the rest of its group is processed',
  async (consumer) => {
    const shop = await deployedShop();
    const context = within(shop);
    const group = freshRun();
    const { event, changed, unreadable } = await eventAndChanges(shop, group);
    const bad: [DeadLetterCause, string][] = [
      ...unreadable,
      ['unknown-type', changed({ type: 'shop.order.teleported' })],
      ['invalid-data', changed({ type: 'shop.order.cancelled' })],
    ];
    const { queueUrl } = shop.system.consumers[consumer];
    const bodies = [...bad.map(([, body]) => body), event.body];
    for (const [index, MessageBody] of bodies.entries()) {
      await shop.aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody,
          MessageGroupId: `${group}-own`,
          MessageDeduplicationId: `${group}-${index}`,
        }),
      );
    }
    const causes: [string, string][] = [];
    await eventually('all are parked', async () => {
      const taken = await takeParked(context, consumer, (letter) => letter.group === `${group}-own`);
      causes.push(...taken.map(({ cause, body }): [string, string] => [cause, body]));
      return causes.length >= bad.length;
    });
    expect(causes.sort()).toEqual(bad.sort());
    await eventually('the event is processed', async () => {
      return (await itemOf(context, consumer, event)) !== undefined;
    });
  },
);

const Report = z.looseObject({ cause: z.string(), keys: z.looseObject({ sk: z.string() }) });

test('relay v2 sets aside what does not match its schema, with its cause, and publishes the rest', async () => {
  const shop = await deployedShop();
  const context = within(shop);
  const { aws, system, traffic } = shop;
  const TableName = system.tables.shared;
  const { functionName } = system.relay;
  const before = await traffic.read(functionName);
  const releases = await readReleases(aws.lambda, functionName);
  await traffic.shift(functionName, { version: versionOf(releases, 'v2') });
  onTestFinished(() => traffic.shift(functionName, { version: before.version }));
  await waitForReleases(context, 'relay', ['v2']);

  const run = freshRun();
  const { event, changed, unreadable } = await eventAndChanges(shop, run);
  const bad: [string, string][] = [
    ...unreadable,
    ['malformed-event', changed({ dataschema: 'urn:shop:schemas:order:v2' })],
    ['malformed-event', changed({ dataschema: undefined })],
    // SNS takes 256 KiB.
    ['refused-by-topic', changed({ filling: 'x'.repeat(256 * 1024) })],
  ];
  const keys = bad.map((_, index) => outboxKey(run, `${run}.bad-${index}`));
  for (const [index, Key] of keys.entries()) {
    const Item = { ...Key, type: 'outbox', orderId: run, eventId: Key.sk, event: bad[index]?.[1] };
    await aws.documents.send(new PutCommand({ TableName, Item }));
    onTestFinished(async () => {
      await aws.documents.send(new DeleteCommand({ TableName, Key }));
    });
  }
  const reports = new Map<string, string>();
  await eventually('all are set aside', async () => {
    await visitQueue(context, system.relay.setAsideUrl, { waitSeconds: 1 }, async ({ Body = '' }) => {
      const report = Report.safeParse(JSON.parse(Body)).data;
      if (report === undefined || !report.keys.sk.startsWith(run)) return 'keep';
      reports.set(report.keys.sk, report.cause);
      return 'delete';
    });
    return reports.size >= bad.length;
  });
  expect(keys.map(({ sk }) => reports.get(sk))).toEqual(bad.map(([cause]) => cause));
  // Nothing is lost: the items are still there, unpublished.
  for (const Key of keys) {
    const { Item } = await aws.documents.send(new GetCommand({ TableName, Key }));
    expect(Item).toMatchObject({ type: 'outbox' });
    expect(Item).not.toHaveProperty('publishedAt');
  }
  await eventually('the event of the same order is processed', async () => {
    return (await itemOf(context, 'journal', event)) !== undefined;
  });
});

test.each(['v1.3', 'v2'])(
  'orders %s refuses an order that no event can carry, and stores nothing',
  async (release) => {
    const shop = await deployedShop();
    const { functionName } = shop.system.services.orders;
    const version = versionOf(await readReleases(shop.aws.lambda, functionName), release);
    const orderId = freshRun();
    // Fits the body, and not in an event, which has it in base64.
    const lines = Array.from({ length: 230 }, (_, index) => ({
      sku: `sku-${index}`,
      description: 'x'.repeat(1000),
      quantity: 1,
      unitPrice: '0.00',
    }));
    const answer = await invokeHttp(within(shop), functionName, version, {
      method: 'POST',
      resource: '/orders',
      body: { ...smallOrder(orderId), lines },
    });
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'payload-too-large' } } });
    for (const Key of [
      orderKey(orderId),
      pendingKey(orderId),
      outboxKey(orderId, orderEventId(orderId, 'order')),
    ]) {
      const TableName = shop.system.tables.shared;
      const { Item } = await shop.aws.documents.send(new GetCommand({ TableName, Key }));
      expect(Item).toBeUndefined();
    }
  },
);
