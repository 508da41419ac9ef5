import { expect, it } from 'vitest';
import { ReplayStore } from '../../../../lambdas/replay/v1/replay-store.ts';
import { Table, type TransactWriteItem } from '../../../../lambdas/shared/table.ts';
import { consumerGroupKey } from '../../../../schemas/items/consumer-group-items.ts';

class RecordedTable extends Table {
  readonly written: TransactWriteItem[] = [];

  override async transactWrite(items: TransactWriteItem[]): Promise<void> {
    this.written.push(...items);
  }
}

it('the start of a replay keeps the time at which its group was created', async () => {
  const table = new RecordedTable('journal');
  const store = new ReplayStore(table, () => new Date('2026-01-02T00:00:00Z'));
  await store.start('g', 'r-1', [{ partition: 0, from: 1, next: 1, to: 2 }]);
  const { pk, sk } = consumerGroupKey('g');
  const puts = table.written.map(({ Put }) => Put?.Item);
  expect(puts).not.toContainEqual(expect.objectContaining({ pk, sk }));
  const update = table.written.find(({ Update }) => Update?.Key?.['pk'] === pk)?.Update;
  expect(update).toMatchObject({
    Key: { pk, sk },
    UpdateExpression: expect.stringContaining('createdAt = if_not_exists(createdAt, :createdAt)'),
    ExpressionAttributeValues: { ':createdAt': '2026-01-02T00:00:00.000Z' },
  });
});
