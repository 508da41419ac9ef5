import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Big } from 'big.js';
import { concurrently } from '../../../driver/concurrently.ts';
import { processedEvents } from '../../../driver/dead-letters/effects.ts';
import { type DecodedDeadLetter, listDeadLetters } from '../../../driver/dead-letters/list-dead-letters.ts';
import { sumOf } from '../../../driver/orders/order.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import type { ConsumerName } from '../../../driver/system.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import { orderEventId } from '../../../schemas/events/order-events.ts';
import { totalKey } from '../../../schemas/items/analytics-items.ts';
import { bucket } from '../../../schemas/items/bucket.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** Consumers that read the data of an event; the journal keeps it as it is. */
export const READERS = ['analytics', 'email'] as const;
export type Reader = (typeof READERS)[number];

/** What the consumers did with the events of some orders. */
export interface Reception {
  orderIds: readonly string[];
  /** Orders that each consumer has processed. */
  processed: Readonly<Record<ConsumerName, number>>;
  /** Events that a consumer has parked, each with the consumer. */
  parked: readonly DecodedDeadLetter[];
}

const CLIENTS = 4;
const WITHIN_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = 36_500;
const FIRST_DAY = Date.parse('1700-01-01T12:00:00Z');

/** A day on which only this run places orders, so that the sums of the day are its own. */
function dayOf(run: string): Date {
  return new Date(FIRST_DAY + bucket(run, DAYS) * DAY_MS);
}

const orderOf = (run: string, orderId: string) => ({
  ...smallOrder(orderId),
  placedAt: dayOf(run).toISOString(),
});

/** Places orders, and waits until each consumer has processed or parked the event of each. */
export async function placeOrders(context: ScenarioContext, name: string, count: number): Promise<Reception> {
  const { run, shop, signal } = context;
  const orderIds = Array.from({ length: count }, (_, index) => `${run}-${name}-${index}`);
  await concurrently(orderIds, CLIENTS, async (orderId, index) => {
    // A release that does not know the field ignores it.
    const order = { ...orderOf(run, orderId), channel: index % 2 === 0 ? 'web' : 'phone' };
    const { status } = await shop.send('orders', 'POST', '/orders', order, signal);
    if (status !== 201) throw new Error(`An order could not be placed: orders answered ${status}`);
  });
  let reception = await receptionOf(context, orderIds);
  const isSettled = async () => {
    reception = await receptionOf(context, orderIds);
    const { processed, parked } = reception;
    return (
      processed.journal === count &&
      READERS.every((reader) => processed[reader] + parkedBy(parked, reader) === count)
    );
  };
  await waitUntil(isSettled, WITHIN_MS, signal);
  return reception;
}

export function parkedBy(parked: readonly DecodedDeadLetter[], reader: Reader): number {
  return parked.filter(({ owner }) => owner === reader).length;
}

export async function receptionOf(context: ScenarioContext, orderIds: readonly string[]): Promise<Reception> {
  const events = orderIds.map((subject) => ({ id: orderEventId(subject, 'order'), subject }));
  const ids = new Set(events.map(({ id }) => id));
  const count = async (consumer: ConsumerName) => (await processedEvents(context, consumer, events)).size;
  const [analytics, email, journal, { letters }] = await Promise.all([
    count('analytics'),
    count('email'),
    count('journal'),
    listDeadLetters(context, { owners: new Set(READERS) }, { waitSeconds: 0 }),
  ]);
  const parked = letters.filter(({ event }) => event !== undefined && ids.has(event.id));
  return { orderIds, processed: { analytics, email, journal }, parked };
}

/** What the projection has counted on the day of the run. */
export interface Counted {
  orders: number;
  /** Decimal text with two digits. */
  amount: string;
  /** Orders whose channel it knows. */
  withChannel: number;
}

export async function countedOnDay({ aws, run, system }: ScenarioContext): Promise<Counted> {
  const { pk } = totalKey({ ...orderOf(run, run), placedAt: dayOf(run) });
  const { Items = [] } = await aws.documents.send(
    new QueryCommand({
      TableName: system.tables.analytics,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    }),
  );
  const total = (name: string) => Items.reduce((sum, item) => sum.plus(String(item[name] ?? 0)), Big(0));
  return {
    orders: total('orders').toNumber(),
    amount: total('amount').toFixed(2),
    withChannel: total('webOrders').plus(total('phoneOrders')).toNumber(),
  };
}

/** What orders of the run are worth together, as decimal text with two digits. */
export function worthOf(run: string, orderIds: readonly string[]): string {
  return sumOf(orderIds.map((orderId) => orderOf(run, orderId))).toFixed(2);
}
