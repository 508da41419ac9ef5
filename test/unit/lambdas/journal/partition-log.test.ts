import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../../lambdas/journal/domain.ts';
import { PartitionLog as PartitionLogV1 } from '../../../../lambdas/journal/v1/partition-log.ts';
import { PartitionLog as PartitionLogV11 } from '../../../../lambdas/journal/v1.1/partition-log.ts';
import { PartitionLog as PartitionLogV2 } from '../../../../lambdas/journal/v2/partition-log.ts';
import { TransactionCanceled } from '../../../../lambdas/shared/table.ts';
import { dedupeKey, entryKey } from '../../../../schemas/items/journal-items.ts';
import { MemoryTable } from './memory-table.ts';

const event = (eventId: string) => ({ eventId, orderId: eventId, event: '{}' });

interface Log {
  append(events: readonly JournalEvent[]): Promise<void>;
}

const options = { clock: () => new Date('2026-01-02T03:04:05Z'), retentionDays: undefined };

describe.each<[string, (table: MemoryTable) => Log]>([
  ['v1', (table) => new PartitionLogV1(table, 1)],
  ['v1.1', (table) => new PartitionLogV11(table, 1, options)],
  ['v2', (table) => new PartitionLogV2(table, 1, options)],
])('a partition of the journal, release %s', (_, open) => {
  it('gets its events at offsets without gaps, and reads its head once', async () => {
    const table = new MemoryTable();
    const log = open(table);
    await log.append([event('a'), event('b')]);
    await log.append([event('c')]);
    expect(table.journal).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
    expect(table.finds).toBe(1);
  });

  it('keeps an event once, however often it comes and beside whatever is new', async () => {
    const table = new MemoryTable();
    const log = open(table);
    await log.append([event('a')]);
    await log.append([event('a'), event('b')]);
    await log.append([event('a'), event('b')]);
    expect(table.journal).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
  });

  it('goes on after what another environment appended', async () => {
    const table = new MemoryTable();
    const [one, other] = [open(table), open(table)];
    await one.append([event('a')]);
    await other.append([event('b')]);
    await one.append([event('c'), event('b')]);
    expect(table.journal).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
  });

  it('tries again when another write was only in the way', async () => {
    const table = new MemoryTable();
    table.refusals = [new TransactionCanceled(['TransactionConflict', 'None', 'None'], undefined)];
    await open(table).append([event('a')]);
    expect(table.journal).toEqual([[0, 'a']]);
  });

  it('gives up on what no other try can cure', async () => {
    const table = new MemoryTable();
    table.refusals = [new TransactionCanceled(['ValidationError', 'None', 'None'], undefined)];
    await expect(open(table).append([event('a')])).rejects.toThrow(TransactionCanceled);
    expect(table.journal).toEqual([]);
  });
});

describe.each([
  ['v1.1', PartitionLogV11],
  ['v2', PartitionLogV2],
])('what release %s notes of an entry', (_, PartitionLog) => {
  const entry = (table: MemoryTable, offset: number) => table.item(entryKey({ partition: 1, offset }));

  it('is when it was appended, which never goes back although clocks do', async () => {
    const table = new MemoryTable();
    const at = (time: string) =>
      new PartitionLog(table, 1, { clock: () => new Date(time), retentionDays: undefined });
    await at('2026-01-02T00:00:05.000Z').append([event('a')]);
    await at('2026-01-02T00:00:03.000Z').append([event('b')]);
    const later = at('2026-01-02T00:00:07.000Z');
    await later.append([event('c')]);
    expect([0, 1, 2].map((offset) => entry(table, offset)?.['appendedAt'])).toEqual([
      '2026-01-02T00:00:05.000Z',
      '2026-01-02T00:00:05.000Z',
      '2026-01-02T00:00:07.000Z',
    ]);
    expect(entry(table, 0)).not.toHaveProperty('expiresAt', expect.anything());
  });

  it('goes on after entries of release v1, which note no time', async () => {
    const table = new MemoryTable();
    await new PartitionLogV1(table, 1).append([event('a')]);
    await new PartitionLog(table, 1, options).append([event('b')]);
    expect(entry(table, 1)).toMatchObject({ offset: 1, appendedAt: '2026-01-02T03:04:05.000Z' });
    await new PartitionLogV1(table, 1).append([event('c')]);
    expect(table.journal).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
  });

  it('expires with the retention of the deployment, its dedupe item not before 30 days', async () => {
    const table = new MemoryTable();
    await new PartitionLog(table, 1, { ...options, retentionDays: 7 }).append([event('a')]);
    const appended = Date.parse('2026-01-02T03:04:05Z') / 1000;
    expect(entry(table, 0)?.['expiresAt']).toBe(appended + 7 * 24 * 3600);
    expect(table.item(dedupeKey('a'))?.['expiresAt']).toBe(appended + 30 * 24 * 3600);
  });
});
