import { describe, expect, it } from 'vitest';
import { totalKey } from '../../../../lambdas/analytics/domain.ts';
import { Money } from '../../../../lambdas/shared/money.ts';

const order = (orderId: string) => ({
  orderId,
  country: 'United Kingdom',
  placedAt: new Date('2010-12-01T23:30:00-01:00'),
  total: Money('1'),
});

describe('an order', () => {
  it('counts for its country on its day in UTC', () => {
    const { pk, sk } = totalKey(order('536365'));
    expect(pk).toBe('TOTAL#2010-12-02');
    expect(sk).toMatch(/^United Kingdom#[0-7]$/);
  });

  it('counts in the same shard each time, and others share the load', () => {
    const shards = Array.from({ length: 200 }, (_, index) => totalKey(order(String(index))).sk);
    expect(new Set(shards).size).toBe(8);
    expect(totalKey(order('7')).sk).toBe(shards[7]);
  });
});
