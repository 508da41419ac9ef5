import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { concurrently } from '../../../driver/concurrently.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { projectedOrderKey } from '../../../schemas/items/analytics-items.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { orderItems, type Seen } from './order-items.ts';

const CLIENTS = 4;
const PAUSE_MS = 5;
const LIMIT_MS = 60_000;

/** What readers see of orders while they are being placed, and how far a projection lags behind the answer. */
export async function watchOrders(context: ScenarioContext, count: number): Promise<Finding[]> {
  const { progress, run, shop, signal } = context;
  const items = orderItems(context);
  const tally = {
    transactional: new Map<Seen | 'refused', number>(),
    eventual: new Map<Seen | 'refused', number>(),
  };
  let staleReads = 0;
  const lags: number[] = [];
  let projectedAtOnce = 0;

  await concurrently(Array.from({ length: count }), CLIENTS, async (_, index) => {
    const orderId = `${run}-watched-${index}`;
    let placed = false;
    const watching = (async () => {
      while (!placed) {
        const seen = await items.seen(orderId).catch((error: unknown) => {
          // A transaction that reads is cancelled when another one is writing.
          if (error instanceof TransactionCanceledException) return 'refused' as const;
          throw error;
        });
        increase(tally.transactional, seen);
        increase(tally.eventual, await items.seenEventually(orderId));
        await sleep(PAUSE_MS, undefined, { signal });
      }
    })();
    const { status } = await shop
      .send('orders', 'POST', '/orders', smallOrder(orderId), signal)
      .finally(() => {
        placed = true;
      });
    const answered = performance.now();
    if (status !== 201) throw new Error(`An order could not be placed: orders answered ${status}`);
    const [seen, projected] = await Promise.all([
      items.seenEventually(orderId),
      isProjected(context, orderId),
    ]);
    if (seen !== 'both') staleReads += 1;
    if (projected) projectedAtOnce += 1;
    else await untilProjected(context, orderId);
    lags.push(performance.now() - answered);
    await watching;
    progress(`${lags.length} of ${count} watched orders have reached analytics`);
  });

  const partial = (seen: Map<Seen | 'refused', number>) =>
    (seen.get('order only') ?? 0) + (seen.get('outbox only') ?? 0);
  const sum = (seen: Map<Seen | 'refused', number>) =>
    [...seen.values()].reduce((total, each) => total + each, 0);
  const sorted = lags.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  const during = findingGroup('during-write', 'Reads while orders are written');
  const after = findingGroup('after-answer', 'Reads right after the answer');
  const projection = findingGroup('projection', 'Projection in analytics');
  const transactionalReads = { unit: 'reads', of: sum(tally.transactional) };
  return [
    during.within('transactional', 'transactional reads of both items', {
      min: 1,
      observed: sum(tally.transactional),
      unit: 'reads',
    }),
    during.equals('transactional-partial', 'transactional reads that saw one of two items', {
      expected: 0,
      observed: partial(tally.transactional),
      ...transactionalReads,
    }),
    during.measured('transactional-rejected', 'transactional reads rejected because of a concurrent write', {
      observed: tally.transactional.get('refused') ?? 0,
      ...transactionalReads,
    }),
    // BatchGetItem gives no guarantee across its items, and need not see a write that has been acknowledged.
    during.measured('eventual-partial', 'eventually consistent reads that saw one of two items', {
      observed: partial(tally.eventual),
      unit: 'reads',
      of: sum(tally.eventual),
    }),
    after.measured('stale', 'stale eventually consistent reads', {
      observed: staleReads,
      unit: 'reads',
      of: count,
    }),
    projection.measured('immediate', 'orders that are there at once', {
      observed: projectedAtOnce,
      unit: 'orders',
      of: count,
    }),
    projection.measured('lag-median', 'lag, median', { observed: at(0.5), unit: 'ms' }),
    projection.measured('lag-max', 'lag, maximum', { observed: at(1), unit: 'ms' }),
    projection.equals('arrived', 'orders that arrived', {
      expected: count,
      observed: lags.length,
      unit: 'orders',
    }),
  ];
}

/** @throws after a minute */
async function untilProjected(context: ScenarioContext, orderId: string): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await isProjected(context, orderId))) {
    if (performance.now() > deadline) throw new Error('An order did not reach analytics within a minute');
    await sleep(PAUSE_MS, undefined, { signal: context.signal });
  }
}

/** Analytics is fed by the table’s stream: it is the index that there is of orders. */
async function isProjected({ aws, system }: ScenarioContext, orderId: string): Promise<boolean> {
  const Key = projectedOrderKey(orderId);
  const { Item } = await aws.documents.send(
    new GetCommand({ TableName: system.tables.analytics, Key, ConsistentRead: true }),
  );
  return Item !== undefined;
}

function increase(counts: Map<Seen | 'refused', number>, key: Seen | 'refused'): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
