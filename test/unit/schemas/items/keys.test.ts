import { describe, expect, it } from 'vitest';
import { totalKey } from '../../../../schemas/items/analytics-items.ts';
import { bucket } from '../../../../schemas/items/bucket.ts';
import { ITEM_LAYOUTS } from '../../../../schemas/items/item-layouts.ts';
import {
  entryKey,
  JOURNAL_PARTITIONS,
  LAST_OFFSET_SORT_KEY,
  partitionOf,
} from '../../../../schemas/items/journal-items.ts';
import { PENDING_PARTITIONS, pendingKey } from '../../../../schemas/items/pending-order-item.ts';

const ids = Array.from({ length: 200 }, (_, index) => String(index));

describe('keys', () => {
  it('have distinct formats within a table', () => {
    const formats = ITEM_LAYOUTS.map(({ table, exampleKey: { pk, sk } }) => `${table} ${pk} ${sk}`);
    expect(new Set(formats).size).toBe(formats.length);
  });

  it('put all events of an order into one journal partition, and use all partitions', () => {
    expect(new Set(ids.map(partitionOf)).size).toBe(JOURNAL_PARTITIONS);
    expect(partitionOf('42')).toBe(partitionOf('42'));
  });

  it('sort journal entries by offset', () => {
    const keys = [2, 10, 9, 999_999_999_999].map((offset) => entryKey({ partition: 0, offset }).sk).sort();
    expect(keys).toEqual([
      'EVENT#000000000002',
      'EVENT#000000000009',
      'EVENT#000000000010',
      LAST_OFFSET_SORT_KEY,
    ]);
  });

  it('spread pending orders over partition keys that are known in advance', () => {
    expect([...new Set(ids.map((id) => pendingKey(id).pk))].sort()).toEqual(PENDING_PARTITIONS);
    expect(pendingKey('o-1')).toEqual(pendingKey('o-1'));
  });

  it('add an order to the total of its country and UTC day', () => {
    const placedAt = new Date('2010-12-01T23:30:00-01:00');
    const { pk, sk } = totalKey({ orderId: '536365', country: 'United Kingdom', placedAt });
    expect(pk).toBe('TOTAL#2010-12-02');
    expect(sk).toMatch(/^United Kingdom#[0-7]$/);
  });

  it('spread the orders of a day and country over eight totals, each order always in the same one', () => {
    const key = (orderId: string) => totalKey({ orderId, country: 'France', placedAt: new Date(0) }).sk;
    expect(new Set(ids.map(key)).size).toBe(8);
    expect(key('7')).toBe(key('7'));
  });

  it('distribute ids evenly', () => {
    const counts = new Map<number, number>();
    for (let id = 0; id < 4000; id += 1) {
      const shard = bucket(`order-${id}`, 4);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    for (const count of counts.values())
      expect(count).toSatisfy((value: number) => value > 850 && value < 1150);
  });
});
