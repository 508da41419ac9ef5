import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { projectedOrderKey } from '../../schemas/items/analytics-items.ts';
import type { ItemKey } from '../../schemas/items/item-key.ts';
import { dedupeKey } from '../../schemas/items/journal-items.ts';
import { messageKey } from '../../schemas/items/message-item.ts';
import type { DriverContext } from '../context.ts';
import type { TableName } from '../system.ts';
import { countDeadLetters } from './dead-letters.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal' | 'progress'>;

/** BatchGetItem takes at most 100 keys. */
const BATCH = 100;
const PAUSE_MS = 50;
/** Longer than the visibility timeout of the queues, after which a failed delivery is tried again. */
const STALLED_MS = 90_000;
/** With something in a dead-letter queue, what is missing will not come. */
const GIVEN_UP_MS = 5_000;

/** A consumer's orders that have not been seen yet, each with the key it will have in the consumer's table. */
class Pending {
  readonly table: TableName;
  readonly #keys: { orderId: string; key: ItemKey }[] = [];

  constructor(table: TableName) {
    this.table = table;
  }

  get size(): number {
    return this.#keys.length;
  }

  add(orderId: string, key: ItemKey): void {
    this.#keys.push({ orderId, key });
  }

  /** Asks for the oldest ones; gives those that have come. */
  async take({ aws, system }: Context): Promise<{ orderId: string; item: Record<string, unknown> }[]> {
    const asked = this.#keys.splice(0, BATCH);
    if (asked.length === 0) return [];
    const table = system.tables[this.table];
    const { Responses } = await aws.documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: asked.map(({ key }) => key) } } }),
    );
    const items = new Map(Responses?.[table]?.map((item) => [`${item['pk']}/${item['sk']}`, item]));
    const found: { orderId: string; item: Record<string, unknown> }[] = [];
    const missing: typeof asked = [];
    for (const each of asked) {
      const item = items.get(`${each.key.pk}/${each.key.sk}`);
      if (item === undefined) missing.push(each);
      else found.push({ orderId: each.orderId, item });
    }
    this.#keys.unshift(...missing);
    return found;
  }
}

/**
 * Resolves with true when analytics, email and journal have all dealt with every one of the orders, and with false
 * when nothing moves any more. Asks for what is missing only, so that asking takes little from the work itself.
 */
export async function awaitConsumers(context: Context, orderIds: readonly string[]): Promise<boolean> {
  const { signal, progress } = context;
  const analytics = new Pending('analytics');
  const others = [new Pending('email'), new Pending('journal')];
  // An order may have been submitted more than once; BatchGetItem refuses duplicate keys.
  for (const orderId of new Set(orderIds)) analytics.add(orderId, projectedOrderKey(orderId));

  let moved = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const arrived = await analytics.take(context);
    for (const { orderId, item } of arrived) addOthers(others, orderId, String(item['eventId']));
    const counts = await Promise.all(others.map(async (each) => (await each.take(context)).length));

    const left = Math.max(analytics.size, ...others.map(({ size }) => size));
    if (left === 0) return true;
    progress(`${left} of ${orderIds.length} orders on their way to a consumer`);
    if (arrived.length > 0 || counts.some((count) => count > 0)) {
      moved = performance.now();
      continue;
    }
    const still = performance.now() - moved;
    if (still > STALLED_MS) return false;
    if (still > GIVEN_UP_MS && (await countDeadLetters(context)) > 0) return false;
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

/** The id of an order's event, learned from analytics, is part of the keys of the others. */
function addOthers(others: Pending[], orderId: string, eventId: string): void {
  for (const other of others) {
    if (other.table === 'email') other.add(orderId, messageKey(orderId, eventId));
    else other.add(orderId, dedupeKey(eventId));
  }
}
