import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { storedInteger } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import { retrying } from '../../shared/retry.ts';
import { type Table, TransactionCanceled, type TransactWriteItem } from '../../shared/table.ts';
import {
  assignOffsets,
  dedupeKey,
  type Entry,
  entryKey,
  headKey,
  type JournalEvent,
  withoutRepetitions,
} from '../domain.ts';

const head = z.object({ next: storedInteger });

/** Somebody else appended, or the event is there: both are settled by trying again with what is known then. */
const onCollision = retrying({
  when: (error) => error instanceof TransactionCanceled && (error.retryable || error.conditionFailed()),
  attempts: 12,
});

/** One partition of the journal, as one execution environment sees it. */
export class PartitionLog {
  private readonly table: Table;
  private readonly partition: number;
  /** The next free offset, as far as this environment knows: right most of the time, and checked every time. */
  private next: number | undefined;

  constructor(table: Table, partition: number) {
    this.table = table;
    this.partition = partition;
  }

  /**
   * Appends all events that are not in the journal yet, at offsets that follow each other.
   *
   * The condition on the head gives each offset to one event only and leaves no gap; the dedupe records, in the
   * same transaction, keep an event that comes again from getting a second offset.
   */
  async append(events: readonly JournalEvent[]): Promise<void> {
    let pending = withoutRepetitions(events);
    await onCollision.execute(async () => {
      if (pending.length === 0) return;
      const next = this.next ?? (await this.readHead());
      const entries = assignOffsets(this.partition, next, pending);
      try {
        await this.table.transactWrite(this.appending(next, entries), randomUUID());
        this.next = next + entries.length;
      } catch (error) {
        this.next = undefined;
        if (error instanceof TransactionCanceled) {
          pending = pending.filter((_, index) => !error.conditionFailed(dedupeIndex(index)));
        }
        throw error;
      }
    });
  }

  private async readHead(): Promise<number> {
    const found = await this.table.getItem(headKey(this.partition));
    return found === undefined ? 0 : parse(head, found, 'internal').next;
  }

  /** The head, then for each entry its dedupe record and itself; see dedupeIndex. */
  private appending(next: number, entries: readonly Entry[]): TransactWriteItem[] {
    return [
      this.movingHead(next, next + entries.length),
      ...entries.flatMap((entry) => {
        const { partition, offset } = entry;
        return [
          this.table.createItemAction(dedupeKey(entry.eventId), { type: 'dedupe', partition, offset }),
          this.table.createItemAction(entryKey(entry), { type: 'event', ...entry }),
        ];
      }),
    ];
  }

  private movingHead(from: number, to: number): TransactWriteItem {
    return {
      Update: {
        TableName: this.table.name,
        Key: headKey(this.partition),
        UpdateExpression: 'SET #next = :to, #type = :type',
        ConditionExpression: from === 0 ? 'attribute_not_exists(pk)' : '#next = :from',
        ExpressionAttributeNames: { '#next': 'next', '#type': 'type' },
        ExpressionAttributeValues: { ':to': to, ':type': 'head', ...(from > 0 && { ':from': from }) },
      },
    };
  }
}

function dedupeIndex(entry: number): number {
  return 1 + 2 * entry;
}
