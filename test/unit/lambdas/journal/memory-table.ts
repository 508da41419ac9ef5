import { NumberValue } from '@aws-sdk/lib-dynamodb';
import {
  type Attributes,
  Table,
  TransactionCanceled,
  type TransactWriteItem,
} from '../../../../lambdas/shared/table.ts';
import type { ItemKey } from '../../../../schemas/items/item-key.ts';

/** A table in memory that keeps the conditions of the journal's transactions. */
export class MemoryTable extends Table {
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
      if (Update !== undefined) {
        const { ':to': next, ':appendedAt': appendedAt } = Update.ExpressionAttributeValues ?? {};
        this.items.set(pathOf(Update.Key), { next, ...(appendedAt !== undefined && { appendedAt }) });
      }
    }
  }

  item(key: ItemKey): Attributes | undefined {
    return this.items.get(pathOf({ ...key }));
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
