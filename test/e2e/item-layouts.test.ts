import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { whileStopped } from '../../driver/faults/stopped-function.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { profilesReleases } from '../../driver/profiles/invoke-release.ts';
import type { TableName } from '../../driver/system.ts';
import { orderEventId } from '../../schemas/events/order-events.ts';
import {
  PROJECTED_ORDER_ITEM,
  projectedOrderKey,
  TOTAL_ITEM,
  totalKey,
} from '../../schemas/items/analytics-items.ts';
import { ASSESSMENT_ITEM, assessmentKey } from '../../schemas/items/assessment-item.ts';
import type { ItemKey } from '../../schemas/items/item-key.ts';
import type { ItemLayout } from '../../schemas/items/item-layout.ts';
import {
  dedupeKey,
  entryKey,
  headKey,
  JOURNAL_DEDUPE_ITEM,
  JOURNAL_EVENT_ITEM,
  JOURNAL_HEAD_ITEM,
  partitionOf,
} from '../../schemas/items/journal-items.ts';
import { layoutFaults } from '../../schemas/items/layout-faults.ts';
import { MESSAGE_ITEM, messageKey } from '../../schemas/items/message-item.ts';
import { ORDER_ITEM, orderKey } from '../../schemas/items/order-item.ts';
import { OUTBOX_ITEM, outboxKey } from '../../schemas/items/outbox-item.ts';
import { PAYMENT_ITEM, paymentKey } from '../../schemas/items/payment-item.ts';
import { PENDING_ORDER_ITEM, pendingKey } from '../../schemas/items/pending-order-item.ts';
import { PROFILE_ITEM, profileKey } from '../../schemas/items/profile-item.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { storedItem } from './support/stored-item.ts';

type Context = Awaited<ReturnType<typeof deployedShop>>;

const fresh = (what: string) => `${what}-${randomBytes(4).toString('hex')}`;

async function faults({ aws, system }: Context, layout: ItemLayout, key: ItemKey): Promise<string[]> {
  const table = system.tables[layout.table as TableName];
  return layoutFaults(layout, await storedItem({ aws }, table, key));
}

test('both releases of profiles store items as the layout says', async () => {
  const shop = await deployedShop();
  const context = { ...shop, signal: new AbortController().signal };
  for (const [index, release] of (await profilesReleases(context, ['v1', 'v2'])).entries()) {
    const userId = fresh(`layout-v${index + 1}`);
    await release.create({ userId, name: 'Ada', age: 36, ...(index === 1 && { email: 'ada@example.com' }) });
    expect(await faults(shop, PROFILE_ITEM, profileKey(userId))).toEqual([]);
  }
});

test('an order leaves items in every table as the layouts say', async () => {
  const shop = await deployedShop();
  const orderId = fresh('layout');
  const order = { ...smallOrder(orderId), customerId: null };
  expect((await shop.shop.send('orders', 'POST', '/orders', order)).status).toBe(201);
  const waiting = { ...shop, signal: new AbortController().signal, progress: () => {} };
  expect(await awaitConsumers(waiting, [orderId])).toBe(true);

  const eventId = orderEventId(orderId, 'order');
  const partition = partitionOf(orderId);
  const dedupe = await storedItem(shop, shop.system.tables.journal, dedupeKey(eventId));
  const offset = Number(dedupe['offset']?.N);
  const placedAt = new Date(order.placedAt);
  const expected: [ItemLayout, ItemKey][] = [
    [ORDER_ITEM, orderKey(orderId)],
    [OUTBOX_ITEM, outboxKey(orderId, eventId)],
    [PAYMENT_ITEM, paymentKey(orderId)],
    [ASSESSMENT_ITEM, assessmentKey(orderId)],
    [PROJECTED_ORDER_ITEM, projectedOrderKey(orderId)],
    [TOTAL_ITEM, totalKey({ orderId, country: order.country, placedAt })],
    [MESSAGE_ITEM, messageKey(orderId, eventId)],
    [JOURNAL_HEAD_ITEM, headKey(partition)],
    [JOURNAL_EVENT_ITEM, entryKey({ partition, offset })],
    [JOURNAL_DEDUPE_ITEM, dedupeKey(eventId)],
  ];
  for (const [layout, key] of expected)
    expect([layout.name, await faults(shop, layout, key)]).toEqual([layout.name, []]);
});

test('an order that waits for payments is stored as the layout says', async () => {
  const shop = await deployedShop();
  const orderId = fresh('layout-pending');
  const { status } = await whileStopped(shop, shop.system.services.payments.functionName, () =>
    shop.shop.send('orders', 'POST', '/orders', smallOrder(orderId)),
  );
  expect(status).toBe(503);
  expect(await faults(shop, PENDING_ORDER_ITEM, pendingKey(orderId))).toEqual([]);
});
