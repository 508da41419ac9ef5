import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { checkExactlyOnce } from '../../driver/invariants/exactly-once.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { readConsumers } from '../../driver/orders/read-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { listUnpublished } from '../../driver/outbox/unpublished-events.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { orderEventId } from '../../schemas/events/order-events.ts';
import { outboxKey } from '../../schemas/items/outbox-item.ts';
import { dataflow } from './support/command-line.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { withoutTopic } from './support/topic-outage.ts';

/** The relay once gave up after 3 s. `OUTAGE_SECONDS=60` for a longer run by hand. */
const OUTAGE_SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 5);
const PACE_MS = 250;

const waiting = (shop: Shop) => ({ ...shop, signal: new AbortController().signal, progress: () => {} });

async function place({ shop }: Shop, orderId: string): Promise<void> {
  expect((await shop.send('orders', 'POST', '/orders', smallOrder(orderId))).status).toBe(201);
}

async function outboxItem({ aws, system }: Shop, orderId: string): Promise<Record<string, unknown>> {
  const { Item = {} } = await aws.documents.send(
    new GetCommand({
      TableName: system.tables.shared,
      Key: outboxKey(orderId, orderEventId(orderId, 'order')),
      ConsistentRead: true,
    }),
  );
  return Item;
}

test('after an outage of the topic every accepted order arrives in every consumer, once', {
  timeout: OUTAGE_SECONDS * 1000 + 60_000,
}, async () => {
  const shop = await deployedShop();
  const run = randomBytes(4).toString('hex');
  const orderIds: string[] = [];
  await withoutTopic(shop, async () => {
    for (const end = performance.now() + OUTAGE_SECONDS * 1000; performance.now() < end; ) {
      const orderId = `${run}-${orderIds.length}`;
      await place(shop, orderId);
      orderIds.push(orderId);
      await sleep(PACE_MS);
    }
    // None is out, so none of them may expire.
    const unpublished = new Set((await listUnpublished(shop)).map(({ orderId }) => orderId));
    expect(orderIds.filter((orderId) => !unpublished.has(orderId))).toEqual([]);
    expect(await outboxItem(shop, orderIds[0] ?? '')).not.toHaveProperty('expiresAt');
  });

  expect(await awaitConsumers(waiting(shop), orderIds)).toBe(true);
  const { analytics, emails, journal } = await readConsumers(shop);
  for (const rows of [analytics, emails, journal]) {
    expect(checkExactlyOnce(orderIds, rows)).toMatchObject({ missing: [], duplicates: [] });
  }
  for (const orderId of orderIds) {
    const { expiresAt, publishedAt } = await outboxItem(shop, orderId);
    // The document client gives numbers as text.
    const kept = Number(expiresAt) - Date.parse(String(publishedAt)) / 1000;
    expect(Math.round(kept / 86_400)).toBe(7);
  }
});

test('an item that is no event is set aside and holds nothing up; repaired, it is published from the table', async () => {
  const shop = await deployedShop();
  const { aws, system } = shop;
  const run = randomBytes(4).toString('hex');
  const TableName = system.tables.shared;
  const Key = outboxKey(`${run}-broken`, orderEventId(`${run}-broken`, 'order'));
  onTestFinished(async () => {
    await aws.documents.send(new DeleteCommand({ TableName, Key }));
  });
  await aws.documents.send(new PutCommand({ TableName, Item: { ...Key, type: 'outbox', orderId: '' } }));
  await place(shop, `${run}-good`);
  expect(await awaitConsumers(waiting(shop), [`${run}-good`])).toBe(true);

  const report = await eventually('the item is reported', async () => {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: system.relay.setAsideUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body = '' }) => Body).find((body) => body.includes(run));
  });
  expect(JSON.parse(report)).toMatchObject({
    code: 'malformed-event',
    keys: { pk: { S: Key.pk }, sk: { S: Key.sk } },
  });

  // Somebody puts right what was wrong; a change of an item is nothing that the relay listens to.
  const good = await outboxItem(shop, `${run}-good`);
  const event = { ...JSON.parse(String(good['event'])), id: `${run}-good.repaired` };
  await aws.documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET orderId = :order, eventId = :id, event = :event',
      ExpressionAttributeValues: {
        ':order': `${run}-good`,
        ':id': event.id,
        ':event': JSON.stringify(event),
      },
    }),
  );
  const endpoint = ['--endpoint', inject('endpoint')];
  const listed = await dataflow(['outbox', 'list', '--json', ...endpoint]);
  expect(JSON.parse(listed.stdout)).toContainEqual(expect.objectContaining({ eventId: event.id }));

  for (const published of [1, 0]) {
    // Twice, and the second time there is nothing left to do.
    const { status, stdout } = await dataflow(['outbox', 'republish', ...endpoint]);
    expect([status, stdout]).toEqual([0, `Events published: ${published}.\n`]);
  }
  await eventually('the event is in the journal', async () => {
    const { journal } = await readConsumers(shop);
    return journal.some((entry) => entry.event.includes(event.id));
  });
  const after = await dataflow(['outbox', 'list', ...endpoint]);
  expect(after.status).toBe(0);
  expect(after.stdout).not.toContain(run);
});

test('the command line reconciles orders', async () => {
  const { status, stdout } = await dataflow(['orders', 'reconcile', '--endpoint', inject('endpoint')]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Orders placed \(paid\): \d+/);
});
