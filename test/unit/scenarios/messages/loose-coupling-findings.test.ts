import { describe, expect, it } from 'vitest';
import type { ConsumersRead } from '../../../../driver/orders/read-consumers.ts';
import { smallOrder } from '../../../../driver/orders/small-order.ts';
import { indexFindings } from '../../../../scenarios/kit/finding-index.ts';
import { type Evidence, findingsOf } from '../../../../scenarios/messages/loose-coupling/findings.ts';
import { looseCoupling } from '../../../../scenarios/messages/loose-coupling/scenario.ts';
import { eventOf } from '../../driver/orders/event-of.ts';

const before = smallOrder('before');
const during = smallOrder('during');

function rows(ids: readonly string[]): Pick<ConsumersRead, 'analytics' | 'emails' | 'journal'> {
  const orders = [before, during].filter(({ orderId }) => ids.includes(orderId));
  return {
    analytics: orders.map(({ orderId }) => ({ type: 'order', orderId, total: '5.10' })),
    emails: orders.map(({ orderId }) => ({ type: 'message', orderId })),
    journal: orders.map((order, offset) => ({
      type: 'event',
      orderId: order.orderId,
      partition: 0,
      offset,
      event: eventOf(order),
    })),
  };
}

function evidence(): Evidence {
  const heads: ConsumersRead['heads'] = [];
  return {
    before: { answers: [{ orderId: 'before', isAccepted: true, ms: 20 }], ms: 100 },
    during: { answers: [{ orderId: 'during', isAccepted: true, ms: 22 }], ms: 200 },
    orders: [before, during],
    queued: 2,
    readDuring: { ...rows(['before']), journal: rows(['before', 'during']).journal, totals: [], heads },
    readAfter: {
      ...rows(['before', 'during']),
      totals: [{ type: 'total', amount: '10.20', orders: 2 }],
      heads,
    },
    outageMs: 1000,
    caughtUp: true,
    catchUpMs: 500,
    pausedConsumers: 2,
  };
}

const differing = (of: Evidence) =>
  findingsOf(of)
    .filter(({ outcome }) => outcome === 'differs')
    .map(({ id }) => id);

describe('findings about an outage of consumers', () => {
  it('are as expected when customers notice nothing and nothing is lost', () => {
    const findings = findingsOf(evidence());
    expect(differing(evidence())).toEqual([]);
    const index = indexFindings(findings);
    expect(index.number('catch-up.events-per-second')).toBe(4);
    expect(index.number('outage.orders-per-second')).toBe(5);
    expect(looseCoupling.takeaway(index)).toContain('1 of 1 orders were accepted');
  });

  it.each([
    [
      'an order is refused',
      { during: { answers: [{ orderId: 'during', isAccepted: false, ms: 9 }], ms: 9 } },
      ['outage.orders-accepted'],
    ],
    ['an event is not in a queue', { queued: 1 }, ['outage.queued']],
    [
      'the other consumer stops as well',
      { readDuring: { ...evidence().readDuring, journal: [] } },
      ['outage.in-journal'],
    ],
    ['a consumer was not down', { readDuring: evidence().readAfter }, ['outage.in-analytics']],
    [
      'an event is lost',
      { readAfter: { ...evidence().readAfter, emails: rows(['during']).emails } },
      ['outage.lost'],
    ],
    [
      'an event has two effects',
      {
        readAfter: {
          ...evidence().readAfter,
          emails: [...evidence().readAfter.emails, ...rows(['during']).emails],
        },
      },
      ['outage.doubled'],
    ],
    ['money is missing', { readAfter: { ...evidence().readAfter, totals: [] } }, ['money.analytics-totals']],
    ['the consumers do not catch up', { caughtUp: false }, ['catch-up.complete']],
  ] satisfies [string, Partial<Evidence>, string[]][])('differ when %s', (_case, change, expected) => {
    const changed = { ...evidence(), ...change };
    expect(differing(changed)).toEqual(expected);
    expect(() => looseCoupling.takeaway(indexFindings(findingsOf(changed)))).not.toThrow();
  });
});
