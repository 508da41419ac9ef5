import { describe, expect, it } from 'vitest';
import {
  assignOffsets,
  entryKey,
  PARTITIONS,
  partitionOf,
  withoutRepetitions,
} from '../../../../lambdas/journal/domain.ts';

const event = (eventId: string) => ({ eventId, orderId: eventId, event: '{}' });

describe('the journal', () => {
  it('gives the events of a partition offsets that follow each other', () => {
    const entries = assignOffsets(2, 7, [event('a'), event('b')]);
    expect(entries.map(({ partition, offset, eventId }) => [partition, offset, eventId])).toEqual([
      [2, 7, 'a'],
      [2, 8, 'b'],
    ]);
  });

  it('takes an event once that comes twice in a batch, at its first place', () => {
    expect(withoutRepetitions([event('a'), event('b'), event('a')])).toEqual([event('a'), event('b')]);
  });

  it('keeps all events of an order in one partition, and uses all partitions', () => {
    const partitions = Array.from({ length: 100 }, (_, index) => partitionOf(String(index)));
    expect(new Set(partitions).size).toBe(PARTITIONS);
    expect(partitionOf('42')).toBe(partitions[42]);
  });

  it('has keys that sort as their offsets do', () => {
    const keys = [2, 10, 9].map((offset) => entryKey({ partition: 0, offset }).sk).sort();
    expect(keys).toEqual(['EVENT#000000000002', 'EVENT#000000000009', 'EVENT#000000000010']);
  });
});
