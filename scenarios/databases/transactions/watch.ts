import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { concurrently } from '../../../driver/concurrently.ts';
import { atLeast, equals, type Finding, measured } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { orderItems, type Seen, smallOrder } from './order-items.ts';

const CLIENTS = 4;
const PAUSE_MS = 5;
const LIMIT_MS = 60_000;

/** What others see of orders while they are being placed, and how long after the answer a copy is behind. */
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
          // A transaction that reads gives way to one that is writing.
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

  const halves = (seen: Map<Seen | 'refused', number>) =>
    (seen.get('order only') ?? 0) + (seen.get('outbox only') ?? 0);
  const sum = (seen: Map<Seen | 'refused', number>) =>
    [...seen.values()].reduce((total, each) => total + each, 0);
  const sorted = lags.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  return [
    atLeast(
      { name: 'meanwhile: transactional reads of both items', unit: 'reads' },
      1,
      sum(tally.transactional),
    ),
    equals(
      { name: 'meanwhile: transactional reads that saw one', unit: 'reads' },
      0,
      halves(tally.transactional),
    ),
    measured(
      { name: 'meanwhile: transactional reads refused for a write', unit: 'reads' },
      tally.transactional.get('refused') ?? 0,
    ),
    // BatchGetItem promises nothing for its items together, and need not see what was answered already.
    measured(
      { name: `meanwhile: eventual reads that saw one, of ${sum(tally.eventual)}`, unit: 'reads' },
      halves(tally.eventual),
    ),
    measured(
      { name: `after the answer: eventual reads that were stale, of ${count}`, unit: 'reads' },
      staleReads,
    ),
    measured(
      { name: `after the answer: orders in analytics at once, of ${count}`, unit: 'orders' },
      projectedAtOnce,
    ),
    measured({ name: 'how far analytics is behind, median', unit: 'ms' }, at(0.5)),
    measured({ name: 'how far analytics is behind, at most', unit: 'ms' }, at(1)),
    equals({ name: 'orders in analytics in the end', unit: 'orders' }, count, lags.length),
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
  const Key = { pk: `ORDER#${orderId}`, sk: 'ORDER' };
  const { Item } = await aws.documents.send(
    new GetCommand({ TableName: system.tables.analytics, Key, ConsistentRead: true }),
  );
  return Item !== undefined;
}

function increase(counts: Map<Seen | 'refused', number>, key: Seen | 'refused'): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
