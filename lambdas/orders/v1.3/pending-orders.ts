import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ShopError } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import { documentClient, type Table, type TransactWriteItem } from '../../shared/table.ts';
import { PENDING_PARTITIONS, pendingKey } from '../domain.ts';
import { fromRecord, isSameOrder, type Order } from './order.ts';

/** An order and the bytes that tell it from every other order. */
interface Kept {
  order: Pick<Order, 'orderId'>;
  record: Uint8Array;
}

/** An order that was accepted, and of which it is not known yet whether it is paid for and placed. */
export interface PendingOrder {
  order: Order;
  record: Buffer;
  /** When a request last began to place it. */
  since: Date;
}

const SAME_RECORD = '#record = :record';
/** Each but the first follows a write of another request for the same order. */
const MAX_ATTEMPTS = 5;

const storedPending = z.looseObject({
  record: z.instanceof(Uint8Array),
  since: z.iso.datetime().transform((text) => new Date(text)),
});

/** Orders between their acceptance and their end: what a request that dies on the way leaves behind. */
export class PendingOrders {
  private readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /**
   * Keeps an order before anybody is charged for it. Kept again, as by a client that comes back, it counts from now.
   *
   * @returns the record to place: another release may have kept the order, with a schema that says more of it
   * @throws ShopError `conflict` when another order with this id is pending
   */
  async keep(kept: Kept & { now: Date }): Promise<Buffer> {
    let { record } = kept;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (await this.#put({ ...kept, record })) return Buffer.from(record);
      const known = await this.find(kept.order.orderId);
      // Undefined when it has just been placed or forgotten.
      if (known !== undefined && !isSameOrder(known.record, kept.record)) {
        throw new ShopError('conflict', 'orderId: another order with this id is being placed');
      }
      record = known?.record ?? kept.record;
    }
    throw new ShopError('dependency-unavailable', 'orderId: too many requests are placing this order');
  }

  /** Returns false and writes nothing when the pending order has another record. */
  async #put({ order: { orderId }, record, now }: Kept & { now: Date }): Promise<boolean> {
    try {
      await documentClient().send(
        new PutCommand({
          TableName: this.table.name,
          Item: { ...pendingKey(orderId), type: 'pending-order', orderId, record, since: now.toISOString() },
          ConditionExpression: `attribute_not_exists(pk) OR ${SAME_RECORD}`,
          ExpressionAttributeNames: { '#record': 'record' },
          ExpressionAttributeValues: { ':record': record },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async find(orderId: string): Promise<PendingOrder | undefined> {
    const item = await this.table.getItem(pendingKey(orderId));
    return item && toPending(item);
  }

  /** Part of the transaction that places the order. */
  removing(orderId: string): TransactWriteItem {
    return { Delete: { TableName: this.table.name, Key: pendingKey(orderId) } };
  }

  /**
   * Forgets an order, unless another one has taken its place.
   *
   * @param since only if no request has begun to place it since then
   * @returns whether it is gone
   */
  async forget({ order: { orderId }, record }: Kept, since?: Date): Promise<boolean> {
    try {
      await documentClient().send(
        new DeleteCommand({
          TableName: this.table.name,
          Key: pendingKey(orderId),
          ConditionExpression: since === undefined ? SAME_RECORD : `${SAME_RECORD} AND since = :since`,
          ExpressionAttributeNames: { '#record': 'record' },
          ExpressionAttributeValues: {
            ':record': record,
            ...(since !== undefined && { ':since': since.toISOString() }),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Every pending order, strongly consistent. */
  async *all(): AsyncGenerator<PendingOrder> {
    for (const partition of PENDING_PARTITIONS) {
      const pages = paginateQuery(
        { client: documentClient() },
        {
          TableName: this.table.name,
          KeyConditionExpression: 'pk = :partition',
          ExpressionAttributeValues: { ':partition': partition },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) yield* Items.map(toPending);
    }
  }
}

function toPending(item: Record<string, unknown>): PendingOrder {
  const { record, since } = parse(storedPending, item, 'internal');
  return { order: fromRecord(record), record: Buffer.from(record), since };
}
