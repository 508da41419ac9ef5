import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { storedInteger } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import { retrying } from '../../shared/retry.ts';
import { type Table, TransactionCanceled, type TransactWriteItem } from '../../shared/table.ts';
import {
  appendTime,
  assignOffsets,
  dedupeKey,
  type Entry,
  entryKey,
  expiryOf,
  headKey,
  type JournalEvent,
  withoutRepetitions,
} from '../domain.ts';

const head = z.object({ next: storedInteger, appendedAt: z.string().optional() });
type Head = z.infer<typeof head>;

/** What the head becomes by an append. */
interface NewHead {
  next: number;
  appendedAt: string;
}

/** Another environment appended, or the event is there already: the next attempt takes that into account. */
const onCollision = retrying({
  when: (error) => error instanceof TransactionCanceled && (error.retryable || error.conditionFailed()),
  attempts: 12,
});

export interface PartitionLogOptions {
  clock: () => Date;
  /** Days that entries are kept; undefined without a limit. */
  retentionDays: number | undefined;
}

/** One partition of the journal, as one execution environment sees it. */
export class PartitionLog {
  private readonly table: Table;
  private readonly partition: number;
  private readonly options: PartitionLogOptions;
  /** The next free offset, as far as this environment knows: right most of the time, and checked every time. */
  private head: Head | undefined;

  constructor(table: Table, partition: number, options: PartitionLogOptions) {
    this.table = table;
    this.partition = partition;
    this.options = options;
  }

  /**
   * Appends all events that are not in the journal yet, at offsets that follow each other.
   *
   * The condition on the head gives each offset to one event only, leaves no gap, and makes sure that no entry is
   * appended before the one at the offset before; the dedupe items, in the same transaction, keep an event that comes
   * again from getting a second offset.
   */
  async append(events: readonly JournalEvent[]): Promise<void> {
    let pending = withoutRepetitions(events);
    await onCollision.execute(async () => {
      if (pending.length === 0) return;
      const before = this.head ?? (await this.readHead());
      const entries = assignOffsets(this.partition, before.next, pending);
      const after: NewHead = {
        next: before.next + entries.length,
        appendedAt: appendTime(this.options.clock(), before.appendedAt),
      };
      try {
        await this.table.transactWrite(this.appending(before, after, entries), randomUUID());
        this.head = after;
      } catch (error) {
        this.head = undefined;
        if (error instanceof TransactionCanceled) {
          pending = pending.filter((_, index) => !error.conditionFailed(dedupeIndex(index)));
        }
        throw error;
      }
    });
  }

  private async readHead(): Promise<Head> {
    const found = await this.table.getItem(headKey(this.partition));
    return found === undefined ? { next: 0 } : parse(head, found, 'internal');
  }

  /** The head, then for each entry its dedupe item and itself; see dedupeIndex. */
  private appending(before: Head, after: NewHead, entries: readonly Entry[]): TransactWriteItem[] {
    const { appendedAt } = after;
    const expiresAt = expiryOf(appendedAt, this.options.retentionDays);
    return [
      this.movingHead(before, after),
      ...entries.flatMap((entry) => {
        const { partition, offset } = entry;
        return [
          this.table.createItemAction(dedupeKey(entry.eventId), {
            ...{ type: 'dedupe', partition, offset },
            expiresAt: expiresAt.dedupe,
          }),
          this.table.createItemAction(entryKey(entry), {
            ...{ type: 'event', ...entry, appendedAt },
            expiresAt: expiresAt.entry,
          }),
        ];
      }),
    ];
  }

  private movingHead({ next: from }: Head, { next: to, appendedAt }: NewHead): TransactWriteItem {
    return {
      Update: {
        TableName: this.table.name,
        Key: headKey(this.partition),
        UpdateExpression: 'SET #next = :to, #type = :type, appendedAt = :appendedAt',
        ConditionExpression: from === 0 ? 'attribute_not_exists(pk)' : '#next = :from',
        ExpressionAttributeNames: { '#next': 'next', '#type': 'type' },
        ExpressionAttributeValues: {
          ...{ ':to': to, ':type': 'head', ':appendedAt': appendedAt },
          ...(from > 0 && { ':from': from }),
        },
      },
    };
  }
}

function dedupeIndex(entry: number): number {
  return 1 + 2 * entry;
}
