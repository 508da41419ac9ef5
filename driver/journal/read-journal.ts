import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  isExpired,
  journalPartitionKey,
  LAST_OFFSET_SORT_KEY,
  offsetSortKey,
} from '../../schemas/items/journal-items.ts';
import type { DriverContext } from '../context.ts';
import { type JournalFilter, matches } from './journal-filter.ts';
import { checkOffset, keptRange, refusal } from './journal-range.ts';

/** Numbers come as text (see aws-access.ts). */
const Row = z.looseObject({
  partition: z.coerce.number(),
  offset: z.coerce.number(),
  eventId: z.string(),
  orderId: z.string(),
  event: z.string(),
  /** ISO 8601; absent in entries of release v1 of the journal. */
  appendedAt: z.string().optional(),
  expiresAt: z.coerce.number().optional(),
});

/** An event in its place in the journal, as JSON of the CloudEvent. */
export type JournalEntry = z.infer<typeof Row>;

type Context = Pick<DriverContext, 'aws' | 'system'>;

/** The newest events of a partition, newest first, at most `limit`. */
export async function readNewest(
  context: Context,
  partition: number,
  limit: number,
  filter: JournalFilter,
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of readPartition(context, partition, { filter, newestFirst: true })) {
    if (entries.length === limit) break;
    entries.push(entry);
  }
  return entries;
}

/** Events of a partition from an offset on, in order. */
export function readFrom(
  context: Context,
  partition: number,
  offset: number,
  filter: JournalFilter,
): AsyncIterable<JournalEntry> {
  return readPartition(context, partition, { filter, from: offset });
}

/**
 * Events of a partition from an offset up to, and without, another one, in order.
 *
 * @throws {DriverError} `journal-refused` when the partition does not hold all of the range
 */
export async function* readRange(
  context: Context,
  partition: number,
  { from, to }: { from: number; to: number },
  filter: JournalFilter = {},
): AsyncGenerator<JournalEntry> {
  const kept = await keptRange(context, partition);
  for (const offset of [from, to]) checkOffset(partition, offset, kept);
  if (from > to) {
    throw refusal(
      'range-reversed',
      `The range of partition ${partition} ends before it begins (${from} to ${to})`,
    );
  }
  if (from < to) yield* readPartition(context, partition, { filter, from, to });
}

interface Reading {
  filter: JournalFilter;
  from?: number;
  /** Not part of what is read. */
  to?: number;
  newestFirst?: boolean;
}

async function* readPartition(
  { aws, system }: Context,
  partition: number,
  { filter, from = 0, to, newestFirst = false }: Reading,
): AsyncIterable<JournalEntry> {
  const { orderId, type } = filter;
  // Entries of earlier releases of the journal do not have the type as an attribute of the item.
  const conditions = [
    ...(orderId === undefined ? [] : ['orderId = :orderId']),
    ...(type === undefined ? [] : ['(attribute_not_exists(eventType) OR eventType = :type)']),
  ];
  const pages = paginateQuery(
    { client: aws.documents },
    {
      TableName: system.tables.journal,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ...(conditions.length > 0 && { FilterExpression: conditions.join(' AND ') }),
      ExpressionAttributeValues: {
        ':pk': journalPartitionKey(partition),
        ':from': offsetSortKey(from),
        ':to': to === undefined ? LAST_OFFSET_SORT_KEY : offsetSortKey(to - 1),
        ...(orderId !== undefined && { ':orderId': orderId }),
        ...(type !== undefined && { ':type': type }),
      },
      ScanIndexForward: !newestFirst,
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const entry = Row.parse(item);
      if (!isExpired(entry, new Date()) && matches(entry, filter)) yield entry;
    }
  }
}
