import {
  compareStoredAndPublished,
  type StoredAndPublished,
} from '../../../driver/invariants/stored-and-published.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import {
  DUAL_WRITE_CRASHES,
  expectedLeft,
  type Left,
  RELAY_CRASHES,
  type WriteOrder,
} from './crash-points.ts';
import type { Crashed } from './killed-orders.ts';
import type { RelayCrashes } from './killed-relay.ts';

export interface Seen {
  stored: ReadonlySet<string>;
  published: ReadonlySet<string>;
}

/** What is left of orders that met the same crash; counts where it is not the same for all of them. */
export function describeLeft(orderIds: readonly string[], { stored, published }: Seen): string {
  const all = compareStoredAndPublished(orderIds, stored, published);
  const parts = (
    [
      ['order and event', all.both],
      ['neither', all.neither],
      ['order without event', all.storedOnly],
      ['event without order', all.publishedOnly],
    ] satisfies [Left, string[]][]
  ).filter(([, ids]) => ids.length > 0);
  if (parts.length === 1) return parts[0]?.[0] ?? '';
  return parts.map(([left, ids]) => `${left}: ${ids.length}`).join(', ');
}

export interface OutboxEvidence extends Seen {
  orders: readonly Crashed[];
  relay: RelayCrashes;
  /** Events that the journal has more than once. */
  doubled: number;
  settled: boolean;
}

/** Whatever is killed and whenever, in the end there are both the order and its event, once. */
export function outboxFindings(evidence: OutboxEvidence): Finding[] {
  const { orders, relay, doubled } = evidence;
  const group = findingGroup('outbox', 'Outbox: order and event in one transaction');
  const orderIds = [...orders.flatMap((crashed) => crashed.orderIds), ...relay.orderIds];
  const all = compareStoredAndPublished(orderIds, evidence.stored, evidence.published);
  const expected: Left = 'order and event';
  return [
    ...crashFindings(group, orders),
    ...RELAY_CRASHES.map(({ name, label }) =>
      // A stream brings a batch again and again until the next step is killed.
      group.within(name, `${label}: processes killed`, {
        min: 1,
        observed: relay.kills.get(name) ?? 0,
        unit: 'processes',
      }),
    ),
    ...orders.map(({ point, orderIds: own }) =>
      group.equals(point.name, `state after reconciliation: ${point.label}`, {
        expected,
        observed: describeLeft(own, evidence),
      }),
    ),
    group.equals('relay-killed', 'state after a relay killed at three steps', {
      expected,
      observed: describeLeft(relay.orderIds, evidence),
    }),
    ...totals(group, all, { lost: 0, phantom: 0 }, orderIds.length),
    group.equals('doubled', 'events in the journal more than once', {
      expected: 0,
      observed: doubled,
      unit: 'events',
      of: orderIds.length,
    }),
    group.equals('settled', 'all events published and received', {
      expected: 'yes',
      observed: evidence.settled ? 'yes' : 'no',
    }),
  ];
}

export interface DualWriteEvidence extends Seen {
  orders: readonly Crashed[];
  /** Orders for each write order at each crash point. */
  count: number;
}

/** Every crash between the two writes leaves only the first of them. */
export function dualWriteFindings({ orders, count, ...seen }: DualWriteEvidence): Finding[] {
  const group = findingGroup('dual-write', 'Dual write: order and event one after the other');
  const orderIds = orders.flatMap((crashed) => crashed.orderIds);
  const all = compareStoredAndPublished(orderIds, seen.stored, seen.published);
  const expected = {
    lost: expectedLeft('order without event', count),
    phantom: expectedLeft('event without order', count),
  };
  return [
    ...crashFindings(group, orders),
    ...orders.map(({ point, writeOrder = 'store-first', orderIds: own }) =>
      group.equals(
        `${writeOrder}-${point.name}`,
        `state after a crash (${LABELS[writeOrder]}): ${point.label}`,
        {
          expected: leavesOf(point.name, writeOrder),
          observed: describeLeft(own, seen),
        },
      ),
    ),
    ...totals(group, all, expected, orderIds.length),
  ];
}

const LABELS: Record<WriteOrder, string> = {
  'store-first': 'store, then publish',
  'publish-first': 'publish, then store',
};

function leavesOf(name: string, writeOrder: WriteOrder): Left {
  const point = DUAL_WRITE_CRASHES.find((each) => each.name === name);
  if (point === undefined) throw new Error(`There is no crash point ${name}`);
  return point.leaves[writeOrder];
}

type Group = ReturnType<typeof findingGroup>;

function crashFindings(group: Group, orders: readonly Crashed[]): Finding[] {
  const count = orders.reduce((sum, { orderIds }) => sum + orderIds.length, 0);
  return [
    group.equals('killed', 'orders whose process was killed', {
      expected: count,
      observed: orders.reduce((sum, { kills }) => sum + kills, 0),
      unit: 'orders',
      of: count,
    }),
    group.equals('answered', 'killed orders that were answered', {
      expected: 0,
      observed: orders.reduce((sum, { answered }) => sum + answered, 0),
      unit: 'orders',
      of: count,
    }),
  ];
}

function totals(
  group: Group,
  { storedOnly, publishedOnly }: StoredAndPublished,
  expected: { lost: number; phantom: number },
  of: number,
): Finding[] {
  return [
    group.equals('lost', 'lost events: order stored, never published', {
      expected: expected.lost,
      observed: storedOnly.length,
      unit: 'events',
      of,
    }),
    group.equals('phantom', 'phantom events: published, order never stored', {
      expected: expected.phantom,
      observed: publishedOnly.length,
      unit: 'events',
      of,
    }),
  ];
}
