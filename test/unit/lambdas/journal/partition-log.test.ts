import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { PartitionLog } from '../../../../lambdas/journal/v1/partition-log.ts';
import {
  type Attributes,
  type Key,
  Records,
  type TransactItem,
  TransactionRefused,
} from '../../../../lambdas/shared/records.ts';

/** A table in memory that keeps the conditions of the journal's transactions. */
class MemoryRecords extends Records {
  readonly items = new Map<string, Attributes>();
  finds = 0;
  /** Thrown at once, before a transaction is looked at. */
  refusals: TransactionRefused[] = [];

  constructor() {
    super('journal');
  }

  override async find({ pk, sk }: Key): Promise<Attributes | undefined> {
    this.finds += 1;
    const found = this.items.get(`${pk}/${sk}`);
    return found && { ...found, next: NumberValue.from(Number(found['next'])) };
  }

  override async transact(items: TransactItem[]): Promise<void> {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    const reasons = items.map(({ Put, Update }) => {
      const known = this.items.get(pathOf(Put?.Item ?? Update?.Key));
      const expected = Update?.ExpressionAttributeValues?.[':from'];
      return known?.['next'] === expected ? 'None' : 'ConditionalCheckFailed';
    });
    if (reasons.some((reason) => reason !== 'None')) throw new TransactionRefused(reasons, undefined);
    for (const { Put, Update } of items) {
      if (Put?.Item !== undefined) this.items.set(pathOf(Put.Item), { ...Put.Item, next: 'taken' });
      if (Update !== undefined)
        this.items.set(pathOf(Update.Key), { next: Update.ExpressionAttributeValues?.[':to'] });
    }
  }

  get journal(): unknown[] {
    return [...this.items]
      .filter(([path]) => path.includes('/EVENT#'))
      .map(([, { offset, eventId }]) => [offset, eventId]);
  }
}

function pathOf(key: Attributes | undefined): string {
  return `${key?.['pk']}/${key?.['sk']}`;
}

const event = (eventId: string) => ({ eventId, orderId: eventId, event: '{}' });

describe('a partition of the journal', () => {
  it('gets its events at offsets without gaps, and reads its head once', async () => {
    const records = new MemoryRecords();
    const log = new PartitionLog(records, 1);
    await log.append([event('a'), event('b')]);
    await log.append([event('c')]);
    expect(records.journal).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
    expect(records.finds).toBe(1);
  });

  it('keeps an event once, however often it comes and beside whatever is new', async () => {
    const records = new MemoryRecords();
    const log = new PartitionLog(records, 1);
    await log.append([event('a')]);
    await log.append([event('a'), event('b')]);
    await log.append([event('a'), event('b')]);
    expect(records.journal).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
  });

  it('goes on after what another environment appended', async () => {
    const records = new MemoryRecords();
    const [one, other] = [new PartitionLog(records, 1), new PartitionLog(records, 1)];
    await one.append([event('a')]);
    await other.append([event('b')]);
    await one.append([event('c'), event('b')]);
    expect(records.journal).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
  });

  it('tries again when another write was only in the way', async () => {
    const records = new MemoryRecords();
    records.refusals = [new TransactionRefused(['TransactionConflict', 'None', 'None'], undefined)];
    await new PartitionLog(records, 1).append([event('a')]);
    expect(records.journal).toEqual([[0, 'a']]);
  });

  it('gives up on what no other try can cure', async () => {
    const records = new MemoryRecords();
    records.refusals = [new TransactionRefused(['ValidationError', 'None', 'None'], undefined)];
    await expect(new PartitionLog(records, 1).append([event('a')])).rejects.toThrow(TransactionRefused);
    expect(records.journal).toEqual([]);
  });
});
