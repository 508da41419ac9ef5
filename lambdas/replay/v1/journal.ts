import * as z from 'zod';
import {
  entryKey,
  headKey,
  isExpired,
  journalPartitionKey,
  LAST_OFFSET_SORT_KEY,
  offsetSortKey,
} from '../../../schemas/items/journal-items.ts';
import { type OffsetRange, seekTime } from '../../../schemas/items/journal-seek.ts';
import { storedInteger } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import type { Table } from '../../shared/table.ts';
import type { JournalEntry } from '../domain.ts';

const head = z.object({ next: storedInteger });

const entry = z.object({
  partition: storedInteger,
  offset: storedInteger,
  eventId: z.string(),
  orderId: z.string(),
  event: z.string(),
  appendedAt: z.string().optional(),
  expiresAt: storedInteger.optional(),
});

const PAGE = 100;

/** The journal as a replay reads it. */
export class Journal {
  readonly #table: Table;
  readonly #clock: () => Date;

  constructor(table: Table, clock: () => Date) {
    this.#table = table;
    this.#clock = clock;
  }

  /** The offsets of a partition that are kept. */
  async range(partition: number): Promise<OffsetRange> {
    const found = await this.#table.getItem(headKey(partition));
    const next = found === undefined ? 0 : parse(head, found, 'internal').next;
    return { first: await this.#first(partition, next), next };
  }

  async seek(partition: number, range: OffsetRange, time: Date): Promise<number> {
    return seekTime(range, time, async (offset) => {
      const found = await this.#table.getItem(entryKey({ partition, offset }));
      return found && parse(entry, found, 'internal').appendedAt;
    });
  }

  /** Entries from an offset up to, and without, another one, as far as they are there. */
  async read(partition: number, next: number, to: number): Promise<JournalEntry[]> {
    const keys = { from: offsetSortKey(next), to: offsetSortKey(to - 1) };
    const entries: JournalEntry[] = [];
    for await (const item of this.#table.queryItems(journalPartitionKey(partition), keys, to - next)) {
      entries.push(parse(entry, item, 'internal'));
    }
    return entries;
  }

  async #first(partition: number, next: number): Promise<number> {
    const keys = { from: offsetSortKey(0), to: LAST_OFFSET_SORT_KEY };
    for await (const item of this.#table.queryItems(journalPartitionKey(partition), keys, PAGE)) {
      const { offset, expiresAt } = parse(entry, item, 'internal');
      if (!isExpired({ expiresAt }, this.#clock())) return offset;
    }
    return next;
  }
}
