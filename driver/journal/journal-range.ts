import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  entryKey,
  headKey,
  isExpired,
  JOURNAL_PARTITIONS,
  journalPartitionKey,
  LAST_OFFSET_SORT_KEY,
  offsetSortKey,
} from '../../schemas/items/journal-items.ts';
import { type OffsetRange, seekTime } from '../../schemas/items/journal-seek.ts';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';

type Context = Pick<DriverContext, 'aws' | 'system'>;

/** Why the journal has not what was asked for. */
export type JournalRefusal =
  | 'unknown-partition'
  | 'offset-expired'
  | 'offset-ahead'
  | 'time-ahead'
  | 'range-reversed';

/** The journal spreads orders over partitions; the offsets of each begin at 0. */
export const PARTITIONS: readonly number[] = Array.from({ length: JOURNAL_PARTITIONS }, (_, index) => index);

/** Numbers come as text (see aws-access.ts). */
const Head = z.looseObject({ next: z.coerce.number() });
const Kept = z.looseObject({ offset: z.coerce.number(), expiresAt: z.coerce.number().optional() });
const Appended = z.looseObject({ appendedAt: z.string().optional() });

const PAGE = 100;

/** The offsets of a partition that are kept. @throws {DriverError} `journal-refused` */
export async function keptRange(context: Context, partition: number): Promise<OffsetRange> {
  if (!PARTITIONS.includes(partition)) {
    throw refusal(
      'unknown-partition',
      `There is no partition ${partition}. Allowed values: ${PARTITIONS.join(', ')}.`,
    );
  }
  const { aws, system } = context;
  const TableName = system.tables.journal;
  const { Item } = await aws.documents.send(
    new GetCommand({ TableName, Key: headKey(partition), ConsistentRead: true }),
  );
  const next = Item === undefined ? 0 : Head.parse(Item).next;
  return { first: (await firstKept(context, partition)) ?? next, next };
}

async function firstKept({ aws, system }: Context, partition: number): Promise<number | undefined> {
  const pages = paginateQuery(
    { client: aws.documents },
    {
      TableName: system.tables.journal,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': journalPartitionKey(partition),
        ':from': offsetSortKey(0),
        ':to': LAST_OFFSET_SORT_KEY,
      },
      ConsistentRead: true,
      Limit: PAGE,
    },
  );
  const now = new Date();
  for await (const { Items = [] } of pages) {
    const kept = Items.map((item) => Kept.parse(item)).find((item) => !isExpired(item, now));
    if (kept !== undefined) return kept.offset;
  }
  return undefined;
}

/** @throws {DriverError} `journal-refused` when the partition does not hold the offset; the next free one is allowed */
export function checkOffset(partition: number, offset: number, { first, next }: OffsetRange): void {
  if (offset > next) {
    const message = `Partition ${partition} has no offset ${offset} yet. The next event gets ${next}.`;
    throw refusal('offset-ahead', message);
  }
  if (offset < first) {
    const message = `Offset ${offset} of partition ${partition} is no longer kept. The first is ${first}.`;
    throw refusal('offset-expired', message);
  }
}

/**
 * The offset of the first entry that was appended at `time` or later, or the next free offset. By binary search over the
 * offsets, with one read for each halving.
 *
 * @throws {DriverError} `journal-refused` for a time in the future
 */
export async function seekToTime(
  { aws, system }: Context,
  partition: number,
  range: OffsetRange,
  time: Date,
): Promise<number> {
  if (time.getTime() > Date.now()) throw refusal('time-ahead', `${time.toISOString()} is in the future`);
  return seekTime(range, time, async (offset) => {
    const { Item } = await aws.documents.send(
      new GetCommand({
        TableName: system.tables.journal,
        Key: entryKey({ partition, offset }),
        ConsistentRead: true,
      }),
    );
    return Item && Appended.parse(Item).appendedAt;
  });
}

export function refusal(subject: JournalRefusal, message: string): DriverError {
  return new DriverError('journal-refused', message, { subject });
}
