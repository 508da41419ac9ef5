import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { LARGEST_EVENT, writeEvent } from '../../shared/events.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { retrying } from '../../shared/retry.ts';
import { Table, TransactionCanceled, type TransactWriteItem } from '../../shared/table.ts';
import {
  billFor,
  eventId,
  eventType,
  orderKey,
  outboxKey,
  repetition,
  statusOf,
  withTotal,
} from '../domain.ts';
import { DATA_SCHEMA, newOrder, type Order, toRecord } from './order.ts';
import { pay } from './payments.ts';
import { describe, orderAttributes, storedOrder } from './stored-order.ts';

const table = new Table(required('SHARED_TABLE'));
const onPassingRefusal = retrying({
  when: (error) => error instanceof TransactionCanceled && error.retryable,
  attempts: 5,
});

/** What has been relayed is of no use a week later. */
const OUTBOX_DAYS = 7;

export const handler = restHandler({
  release: 'v1',
  maxBodyBytes: LARGEST_EVENT,
  routes: {
    'POST /orders': place,
    'GET /orders/{orderId}': show,
  },
});

async function place({ body, remainingMs }: RestRequest): Promise<Answer> {
  const order = withTotal(parse(newOrder, body));
  const record = toRecord(order);
  const now = new Date();
  const event = orderEvent(order, record, now);

  // Nobody looks first whether the order is known: it hardly ever is, and then payments has taken it once.
  const status = statusOf(order.kind, await pay(billFor(order), remainingMs()));
  const written = await write([
    table.createItemAction(orderKey(order.orderId), orderAttributes(order, status, record)),
    outboxItem(order, event, now),
  ]);
  if (written) return { status: 201, body: describe({ ...order, status }) };
  return { status: 200, body: describe(repetition(await find(order.orderId), record)) };
}

async function show({ parameters: { orderId = '' } }: RestRequest): Promise<Answer> {
  return { status: 200, body: describe(await find(orderId)) };
}

async function find(orderId: string): Promise<z.infer<typeof storedOrder>> {
  const found = await table.getItem(orderKey(orderId));
  if (found === undefined) throw new ShopError('not-found', 'there is no order with this id');
  return parse(storedOrder, found, 'internal');
}

/** Order and outbox item, both or neither: an event is never lost, and never told of what did not happen. */
async function write(items: TransactWriteItem[]): Promise<boolean> {
  const token = randomUUID();
  try {
    await onPassingRefusal.execute(() => table.transactWrite(items, token));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceled && error.conditionFailed()) return false;
    throw error;
  }
}

function outboxItem({ orderId, kind }: Order, event: string, now: Date): TransactWriteItem {
  const id = eventId(orderId, kind);
  return table.createItemAction(outboxKey(orderId, id), {
    type: 'outbox',
    orderId,
    eventId: id,
    event,
    expiresAt: Math.ceil(now.getTime() / 1000) + OUTBOX_DAYS * 24 * 3600,
  });
}

function orderEvent(order: Order, data: Buffer, time: Date): string {
  const event = writeEvent({
    id: eventId(order.orderId, order.kind),
    source: '/shop/orders',
    type: eventType(order.kind),
    subject: order.orderId,
    time,
    dataschema: DATA_SCHEMA,
    data,
  });
  if (Buffer.byteLength(event) > LARGEST_EVENT) {
    throw new ShopError('payload-too-large', 'the order is too large for one event');
  }
  return event;
}
