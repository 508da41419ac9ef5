import { createHash } from 'node:crypto';
import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { Big } from 'big.js';
import { z } from 'zod';
import { totalKey } from '../../schemas/items/analytics-items.ts';
import type { ItemKey } from '../../schemas/items/item-key.ts';
import type { AwsAccess } from '../aws-access.ts';
import { sum } from '../orders/money.ts';

/**
 * The attributes that every release of analytics writes. What a later release adds, such as sums by channel, depends on
 * which release counted an order, so it is left out of comparisons. Numbers come as text (see aws-access.ts).
 */
const Row = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('order'),
    orderId: z.string(),
    kind: z.string(),
    total: z.string(),
    country: z.string(),
    placedAt: z.string(),
    eventId: z.string(),
  }),
  z.object({
    type: z.literal('total'),
    pk: z.string(),
    sk: z.string(),
    amount: z.string(),
    orders: z.string(),
  }),
]);
type OrderRow = Extract<z.infer<typeof Row>, { type: 'order' }>;

/** The projection of analytics: orders, and sums by day and country. */
export interface Projection {
  /** By order id. */
  orders: ReadonlyMap<string, OrderRow>;
  /** Amount and number of orders, by the text of the key. */
  totals: ReadonlyMap<string, { amount: string; orders: string }>;
}

export async function readProjection(
  { documents }: Pick<AwsAccess, 'documents'>,
  TableName: string,
): Promise<Projection> {
  const orders = new Map<string, OrderRow>();
  const totals = new Map<string, { amount: string; orders: string }>();
  for await (const { Items = [] } of paginateScan(
    { client: documents },
    { TableName, ConsistentRead: true },
  )) {
    for (const row of Items.map((item) => Row.parse(item))) {
      if (row.type === 'order') orders.set(row.orderId, row);
      else totals.set(textOf(row), { amount: row.amount, orders: row.orders });
    }
  }
  return { orders, totals };
}

/** Only orders that pass, and only sums that no other order counts towards. */
export function restrict(projection: Projection, keep: (orderId: string) => boolean): Projection {
  const others = [...projection.orders.values()].filter(({ orderId }) => !keep(orderId));
  return without(projection, others);
}

/** Without these orders, and without the sums that they count towards. */
export function without({ orders, totals }: Projection, others: readonly OrderRow[]): Projection {
  const ids = new Set(others.map(({ orderId }) => orderId));
  const keys = new Set(
    others.map((order) => textOf(totalKey({ ...order, placedAt: new Date(order.placedAt) }))),
  );
  return {
    orders: new Map([...orders].filter(([orderId]) => !ids.has(orderId))),
    totals: new Map([...totals].filter(([key]) => !keys.has(key))),
  };
}

/** SHA-256 over the items, in hexadecimal: the same for equal items, in whichever order and form their numbers are. */
export function hashOf({ orders, totals }: Projection): string {
  const lines = [
    ...[...orders.values()].map(lineOf),
    ...[...totals].map(([key, { amount, orders: count }]) =>
      JSON.stringify(['total', key, Big(amount).toFixed(), count]),
    ),
  ];
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** Ids of orders that one of two projections does not have, or has otherwise. */
export function differingOrders(one: Projection, other: Projection): string[] {
  const ids = new Set([...one.orders.keys(), ...other.orders.keys()]);
  return [...ids].filter((id) => lineOfMaybe(one.orders.get(id)) !== lineOfMaybe(other.orders.get(id)));
}

export function sumOfOrders({ orders }: Projection): Big {
  return sum([...orders.values()].map(({ total }) => Big(total)));
}

export function sumOfTotals({ totals }: Projection): Big {
  return sum([...totals.values()].map(({ amount }) => Big(amount)));
}

/** BatchWriteItem takes at most 25 requests. */
const BATCH = 25;

/** Deletes every item of a projection, so that a replay can build it again. */
export async function clearProjection(
  { documents }: Pick<AwsAccess, 'documents'>,
  TableName: string,
): Promise<void> {
  const keys: ItemKey[] = [];
  const scan = { TableName, ProjectionExpression: 'pk, sk', ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: documents }, scan)) {
    keys.push(...Items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
  }
  for (let next = 0; next < keys.length; next += BATCH) {
    let left = keys.slice(next, next + BATCH).map((Key) => ({ DeleteRequest: { Key } }));
    while (left.length > 0) {
      const { UnprocessedItems } = await documents.send(
        new BatchWriteCommand({ RequestItems: { [TableName]: left } }),
      );
      const unprocessed = UnprocessedItems?.[TableName] ?? [];
      left = left.filter(({ DeleteRequest: { Key } }) =>
        unprocessed.some(
          ({ DeleteRequest }) => DeleteRequest?.Key?.['pk'] === Key.pk && DeleteRequest.Key['sk'] === Key.sk,
        ),
      );
    }
  }
}

function lineOf({ orderId, kind, total, country, placedAt, eventId }: OrderRow): string {
  return JSON.stringify(['order', orderId, kind, Big(total).toFixed(), country, placedAt, eventId]);
}

function lineOfMaybe(row: OrderRow | undefined): string | undefined {
  return row && lineOf(row);
}

function textOf({ pk, sk }: ItemKey): string {
  return `${pk} | ${sk}`;
}
