import {
  differingOrders,
  hashOf,
  type Projection,
  sumOfOrders,
  sumOfTotals,
  without,
} from '../../../driver/analytics/projection.ts';
import { money } from '../../../driver/orders/money.ts';
import { type Order, sumOf } from '../../../driver/orders/order.ts';
import type { ReplayStatus } from '../../../driver/replay/replay-client.ts';
import { progressOf } from '../../../driver/replay/run-replay.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { History } from './history.ts';
import type { Paused } from './pause.ts';
import type { Traffic } from './traffic.ts';

export interface Rebuilt {
  history: History;
  traffic: Traffic;
  paused: Paused;
  /** The replay from the beginning, and the one that caught up. */
  first: ReplayStatus;
  caughtUp: ReplayStatus;
  built: Projection;
  live: Projection;
  /** Messages that the group gave up. */
  deadLetters: number;
  /** From the start of the replay until the projection was complete. */
  seconds: number;
}

export interface Repair {
  /** What the faulty release built, and what was built after its data was deleted; live ones of the same orders. */
  wrong: Projection;
  repaired: Projection;
  live: Projection;
}

export interface Evidence {
  rebuilt: Rebuilt;
  repair: Repair;
  /** Orders whose total is compared: those of the input or, without one, of this run. */
  orders: readonly Order[];
}

export function findingsOf({ rebuilt, repair, orders }: Evidence): Finding[] {
  return [
    ...historyFindings(rebuilt),
    ...pauseFindings(rebuilt.paused),
    ...rebuildFindings(rebuilt, orders),
    ...repairFindings(repair),
  ];
}

function historyFindings({ history, traffic, first, caughtUp }: Rebuilt): Finding[] {
  const group = findingGroup('history', 'Events in the journal');
  const live = findingGroup('traffic', 'Live traffic during the replay');
  const { bySchema } = history;
  const ofVersion = (version: string) => bySchema.get(`urn:shop:schemas:order:${version}`) ?? 0;
  return [
    group.measured('events', 'events replayed', {
      observed: progressOf(first).sent + progressOf(caughtUp).sent,
      unit: 'events',
    }),
    group.measured('schemas', 'schema versions of the replayed events', {
      observed: bySchema.size,
      unit: 'versions',
    }),
    group.within('version-1', 'events with version 1 of the order schema', {
      min: 1,
      observed: ofVersion('v1'),
      unit: 'events',
    }),
    group.within('version-2', 'events with version 2 of the order schema', {
      min: 1,
      observed: ofVersion('v2'),
      unit: 'events',
    }),
    group.equals('replayed', 'replayed events in the journal', {
      expected: 0,
      observed: history.replayed,
      unit: 'events',
    }),
    live.within('orders', 'orders placed', { min: 1, observed: traffic.orderIds.length, unit: 'orders' }),
    live.measured('caught-up', 'events sent by the second replay, from the checkpoints on', {
      observed: progressOf(caughtUp).sent,
      unit: 'events',
    }),
  ];
}

function pauseFindings({ sent, of, moved, step, secondReplay }: Paused): Finding[] {
  const group = findingGroup('pause', 'Replay paused in the middle');
  return [
    group.within('sent', 'events sent before the pause', {
      min: 1,
      max: of - 1,
      observed: sent,
      of,
      unit: 'events',
    }),
    group.equals('moved', 'events sent during the pause', { expected: 0, observed: moved, unit: 'events' }),
    group.equals('step', 'answer to a step during the pause', { expected: 'wrong-state', observed: step }),
    group.equals('second-replay', 'answer to a second replay of the group', {
      expected: 'replay-active',
      observed: secondReplay,
    }),
  ];
}

function rebuildFindings(
  { history, built, live, deadLetters, seconds }: Rebuilt,
  orders: readonly Order[],
): Finding[] {
  const group = findingGroup('rebuild', 'Projection built again, compared with the live one');
  // Live orders that the journal does not hold, or not any longer, and orders of others that came in the meantime.
  const outside = [...live.orders.values()].filter(({ orderId }) => !history.orderIds.has(orderId));
  const [expected, observed] = [without(live, outside), without(built, outside)];
  const ids = new Set(orders.map(({ orderId }) => orderId));
  const ofOrders = { orders: new Map([...built.orders].filter(([id]) => ids.has(id))), totals: built.totals };
  return [
    group.equals('hash-equal', 'hash over all items of the projection', {
      expected: hashOf(expected),
      observed: hashOf(observed),
    }),
    group.equals('orders', 'orders', {
      expected: expected.orders.size,
      observed: observed.orders.size,
      unit: 'orders',
    }),
    group.equals('dead-letters', 'dead letters of the group', {
      expected: 0,
      observed: deadLetters,
      unit: 'messages',
    }),
    group.measured('outside', 'live orders that were not replayed', {
      observed: outside.length,
      unit: 'orders',
    }),
    group.equals('total', 'sum of the orders sent, rebuilt from the journal', {
      expected: money(sumOf(orders)),
      observed: money(sumOfOrders(ofOrders)),
      unit: 'GBP',
    }),
    group.equals('sums', 'sum of the totals by day and country', {
      expected: money(sumOfOrders(built)),
      observed: money(sumOfTotals(built)),
      unit: 'GBP',
    }),
    group.measured('seconds', 'time until the projection was complete', {
      observed: Math.round(seconds * 100) / 100,
      unit: 's',
    }),
  ];
}

function repairFindings({ wrong, repaired, live }: Repair): Finding[] {
  const group = findingGroup('repair', 'Faulty consumer: it adds money in floating point');
  const all = live.orders.size;
  return [
    group.within('orders-wrong-before', 'wrong orders in the projection', {
      min: 1,
      observed: differingOrders(wrong, live).length,
      of: all,
      unit: 'orders',
    }),
    group.measured('total-before', 'sum of the projection', {
      observed: sumOfOrders(wrong).toFixed(),
      unit: 'GBP',
    }),
    group.equals('orders-wrong-after', 'wrong orders after deletion and replay', {
      expected: 0,
      observed: differingOrders(repaired, live).length,
      of: all,
      unit: 'orders',
    }),
    group.equals('total-after', 'sum after deletion and replay', {
      expected: money(sumOfOrders(live)),
      observed: money(sumOfOrders(repaired)),
      unit: 'GBP',
    }),
  ];
}
