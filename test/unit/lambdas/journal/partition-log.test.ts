import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { PartitionLog } from '../../../../lambdas/journal/v1/partition-log.ts';
import {
  type Attributes,
  Table,
  TransactionCanceled,
  type TransactWriteItem,
} from '../../../../lambdas/shared/table.ts';
import type { ItemKey } from '../../../../schemas/items/item-key.ts';

/** A table in memory that keeps the conditions of the journal's transactions. */
class MemoryTable extends Table {
  readonly items = new Map<string, Attributes>();
  finds = 0;
  /** Thrown at once, before a transaction is looked at. */
  refusals: TransactionCanceled[] = [];

  constructor() {
    super('journal');
  }

  override async getItem({ pk, sk }: ItemKey): Promise<Attributes | undefined> {
    this.finds += 1;
    const found = this.items.get(`${pk}/${sk}`);
    return found && { ...found, next: NumberValue.from(Number(found['next'])) };
  }

  override async transactWrite(items: TransactWriteItem[]): Promise<void> {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    const reasons = items.map(({ Put, Update }) => {
      const known = this.items.get(pathOf(Put?.Item ?? Update?.Key));
      const expected = Update?.ExpressionAttributeValues?.[':from'];
      return known?.['next'] === expected ? 'None' : 'ConditionalCheckFailed';
    });
    if (reasons.some((reason) => reason !== 'None')) throw new TransactionCanceled(reasons, undefined);
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
    const table = new MemoryTable();
    const log = new PartitionLog(table, 1);
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
    const log = new PartitionLog(table, 1);
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
    const [one, other] = [new PartitionLog(table, 1), new PartitionLog(table, 1)];
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
    await new PartitionLog(table, 1).append([event('a')]);
    expect(table.journal).toEqual([[0, 'a']]);
  });

  it('gives up on what no other try can cure', async () => {
    const table = new MemoryTable();
    table.refusals = [new TransactionCanceled(['ValidationError', 'None', 'None'], undefined)];
    await expect(new PartitionLog(table, 1).append([event('a')])).rejects.toThrow(TransactionCanceled);
    expect(table.journal).toEqual([]);
  });
});
