import { describe, expect, it } from 'vitest';
import {
  checkComplete,
  deduplicationId,
  intoBatches,
  type JournalEntry,
  markReplayed,
  messageGroup,
  planStep,
} from '../../../../lambdas/replay/domain.ts';

const entry = (offset: number, orderId = `order-${offset}`): JournalEntry => ({
  partition: 1,
  offset,
  eventId: `${orderId}.order`,
  orderId,
  event: '{}',
});
const offsets = (batches: JournalEntry[][]) => batches.map((batch) => batch.map(({ offset }) => offset));

describe('a step', () => {
  it('is shared among the partitions that have events left, and goes beyond the range of none', () => {
    const progress = [
      { partition: 0, from: 0, next: 5, to: 100 },
      { partition: 1, from: 0, next: 7, to: 7 },
      { partition: 2, from: 0, next: 0, to: 3 },
    ];
    expect(planStep(progress, 40)).toEqual([
      { partition: 0, from: 0, next: 5, to: 25 },
      { partition: 2, from: 0, next: 0, to: 3 },
    ]);
    expect(planStep(progress, 1)).toEqual([{ partition: 0, from: 0, next: 5, to: 6 }]);
  });

  it('skips no entry that is missing', () => {
    const progress = { partition: 1, from: 0, next: 3, to: 6 };
    expect(() => checkComplete(progress, [3, 4, 5])).not.toThrow();
    for (const found of [[], [4, 5], [3, 5], [3, 4]]) {
      expect(() => checkComplete(progress, found)).toThrow(
        expect.objectContaining({ code: 'offset-expired', message: expect.stringMatching(/offset \d of/) }),
      );
    }
  });
});

describe('batches', () => {
  it('keep the order of the journal, ten entries and the size of a batch', () => {
    const entries = Array.from({ length: 12 }, (_, offset) => entry(offset));
    expect(offsets(intoBatches(entries, () => 1))).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [10, 11],
    ]);
    expect(offsets(intoBatches(entries.slice(0, 5), () => 400_000))).toEqual([[0, 1], [2, 3], [4]]);
    expect(intoBatches([], () => 1)).toEqual([]);
  });

  it('have one event of an order at most, so that a refused entry is not overtaken', () => {
    const entries = [entry(0, 'a'), entry(1, 'b'), entry(2, 'a'), entry(3, 'c')];
    expect(offsets(intoBatches(entries, () => 1))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});

describe('a replayed event', () => {
  it('is the event with the extension attribute replayid', () => {
    const event = { specversion: '1.0', id: '1', data_base64: 'AA==', traceparent: '00-1' };
    expect(JSON.parse(markReplayed(JSON.stringify(event), 'r-1'))).toEqual({ ...event, replayid: 'r-1' });
  });

  it('has no character that SQS refuses', () => {
    const event = '{"note":"\\ufffe \\uffff \\\\uffff"}';
    const marked = markReplayed(event, 'r-1');
    expect(marked).not.toMatch(/[\ufffe\uffff]/);
    expect(JSON.parse(marked)).toEqual({ ...JSON.parse(event), replayid: 'r-1' });
  });

  it('is in the group of its order, or in one of its own kind where the subject is no group id', () => {
    expect(messageGroup('order-1')).toBe('order-1');
    const subjects = ['two words', 'Zürich', 'x'.repeat(129)];
    const groups = subjects.map(messageGroup);
    for (const group of groups) expect(group).toMatch(/^[!-~]{1,128}$/);
    expect(new Set(groups).size).toBe(subjects.length);
    expect(subjects.map(messageGroup)).toEqual(groups);
  });

  it('is a duplicate within its replay only, whatever the length of its id', () => {
    const id = 'x'.repeat(120);
    expect(deduplicationId('r-1', id)).toBe(deduplicationId('r-1', id));
    expect(deduplicationId('r-2', id)).not.toBe(deduplicationId('r-1', id));
    expect(deduplicationId('r-1', id)).toMatch(/^[0-9a-f]{64}$/);
  });
});
