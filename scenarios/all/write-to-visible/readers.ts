import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { projectedOrderKey } from '../../../schemas/items/analytics-items.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { orderKey } from '../../../schemas/items/order-item.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** One order that became visible to a reader. */
export interface Sighting {
  /** From the answer to the writer until the reader had the order, in milliseconds. */
  ms: number;
  /** Reads that the reader made, the successful one included. */
  reads: number;
}

/** Resolves when the reader has the order. @param since when the writer got its answer, by `performance.now()` */
export type Reader = (orderId: string, since: number) => Promise<Sighting>;

/** How often a program looks into a table that cannot notify it. */
export const POLL_MS = 20;
/** How finely the arrival of a message is observed: no consumer polls like this. */
const OBSERVE_MS = 2;
const MAX_WAIT_MS = 60_000;

/** @param random in [0, 1) */
export function readers(context: ScenarioContext, random: () => number) {
  const { aws, shop, system, signal } = context;
  const { shared, analytics } = system.tables;
  const has = async (TableName: string, Key: ItemKey, ConsistentRead: boolean) => {
    const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead }));
    return Item !== undefined;
  };
  // A poller does not know when something is written: the write falls anywhere into its interval.
  const poll = (ConsistentRead: boolean): Reader => {
    return async (orderId, since) => {
      await sleep(random() * POLL_MS, undefined, { signal });
      return until(() => has(shared, orderKey(orderId), ConsistentRead), POLL_MS, since, signal);
    };
  };
  const ask: Reader = (orderId, since) => {
    const answered = async () => {
      const { status } = await shop.send('orders', 'GET', `/orders/${orderId}`, undefined, signal);
      return status === 200;
    };
    return until(answered, 0, since, signal);
  };
  const receive: Reader = (orderId, since) =>
    until(() => has(analytics, projectedOrderKey(orderId), true), OBSERVE_MS, since, signal);
  return { databases: poll(true), 'databases-eventual': poll(false), services: ask, messages: receive };
}

export type ReaderName = keyof ReturnType<typeof readers>;

/** @throws when it does not become visible within a minute */
async function until(
  isVisible: () => Promise<boolean>,
  intervalMs: number,
  since: number,
  signal: AbortSignal,
): Promise<Sighting> {
  for (let reads = 1; ; reads += 1) {
    const started = performance.now();
    if (await isVisible()) return { ms: performance.now() - since, reads };
    if (started - since > MAX_WAIT_MS) throw new Error('An order did not become visible within a minute');
    const pause = started + intervalMs - performance.now();
    if (pause > 0) await sleep(pause, undefined, { signal });
  }
}
