import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../scenarios/kit/finding.ts';
import {
  DUAL_WRITE_CRASHES,
  expectedLeft,
  ORDER_CRASHES,
  RELAY_CRASHES,
  WRITE_ORDERS,
} from '../../../../scenarios/messages/dual-write-or-outbox/crash-points.ts';
import {
  describeLeft,
  dualWriteFindings,
  outboxFindings,
} from '../../../../scenarios/messages/dual-write-or-outbox/findings.ts';

const differing = (findings: readonly Finding[]) =>
  findings.filter(({ outcome }) => outcome === 'differs').map(({ id }) => id);

describe('what a crash leaves', () => {
  const seen = { stored: new Set(['a', 'b', 'c']), published: new Set(['a', 'd']) };

  it.each([
    [['a'], 'order and event'],
    [['b', 'c'], 'order without event'],
    [['d'], 'event without order'],
    [['e'], 'neither'],
    [
      ['a', 'b', 'c', 'd', 'e'],
      'order and event: 1, neither: 1, order without event: 2, event without order: 1',
    ],
  ])('of %s is: %s', (orderIds, expected) => {
    expect(describeLeft(orderIds, seen)).toBe(expected);
  });

  it('is expected of each dual write at two of four points', () => {
    expect(expectedLeft('order without event', 3)).toBe(6);
    expect(expectedLeft('event without order', 3)).toBe(6);
  });
});

/** One order for each cell, left as it is expected. */
function dualWrites() {
  const stored = new Set<string>();
  const published = new Set<string>();
  const orders = DUAL_WRITE_CRASHES.flatMap((point) =>
    WRITE_ORDERS.map((writeOrder) => {
      const orderId = `${writeOrder}-${point.name}`;
      const left = point.leaves[writeOrder];
      if (left === 'order and event' || left === 'order without event') stored.add(orderId);
      if (left === 'order and event' || left === 'event without order') published.add(orderId);
      return { point, writeOrder, orderIds: [orderId], answered: 0, kills: 1 };
    }),
  );
  return { orders, stored, published, count: 1 };
}

function outbox() {
  const orders = ORDER_CRASHES.map((point) => ({ point, orderIds: [point.name], answered: 0, kills: 1 }));
  const all = [...ORDER_CRASHES.map(({ name }) => name), 'relayed'];
  return {
    orders,
    relay: { orderIds: ['relayed'], kills: new Map(RELAY_CRASHES.map(({ name }) => [name, 1])) },
    stored: new Set<string>(all),
    published: new Set<string>(all),
    doubled: 0,
    settled: true,
  };
}

describe('findings about the dual write', () => {
  it('are as expected when each crash leaves what it should', () => {
    const findings = dualWriteFindings(dualWrites());
    expect(differing(findings)).toEqual([]);
    expect(findings.find(({ id }) => id === 'dual-write.lost')?.observed).toBe(2);
    expect(findings.find(({ id }) => id === 'dual-write.phantom')?.observed).toBe(2);
  });

  it('differ where an event arrives that should be lost', () => {
    const evidence = dualWrites();
    evidence.published.add('store-first-after-store');
    expect(differing(dualWriteFindings(evidence))).toEqual([
      'dual-write.store-first-after-store',
      'dual-write.lost',
    ]);
  });

  it('differ where a process was not killed', () => {
    const { orders, ...rest } = dualWrites();
    const alive = orders.map((each, index) => (index === 0 ? { ...each, kills: 0, answered: 1 } : each));
    expect(differing(dualWriteFindings({ ...rest, orders: alive }))).toEqual([
      'dual-write.killed',
      'dual-write.answered',
    ]);
  });
});

describe('findings about the outbox', () => {
  it('are as expected when every order has its event', () => {
    expect(differing(outboxFindings(outbox()))).toEqual([]);
  });

  it.each([
    [
      'an event is lost',
      () => ({ published: new Set(['before-transaction', 'after-transaction']) }),
      ['outbox.relay-killed', 'outbox.lost'],
    ],
    [
      'a phantom event is published',
      () => ({ stored: new Set(['after-transaction', 'relayed']) }),
      ['outbox.before-transaction', 'outbox.phantom'],
    ],
    [
      'the relay was not killed at a step',
      () => ({ relay: { orderIds: ['relayed'], kills: new Map() } }),
      RELAY_CRASHES.map(({ name }) => `outbox.${name}`),
    ],
    ['an event was received twice', () => ({ doubled: 1 }), ['outbox.doubled']],
    ['events are still on their way', () => ({ settled: false }), ['outbox.settled']],
  ])('differ when %s', (_case, change, expected) => {
    expect(differing(outboxFindings({ ...outbox(), ...change() }))).toEqual(expected);
  });
});
