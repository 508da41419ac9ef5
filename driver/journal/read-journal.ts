import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  JOURNAL_PARTITIONS,
  journalPartitionKey,
  LAST_OFFSET_SORT_KEY,
  offsetSortKey,
} from '../../schemas/items/journal-items.ts';
import type { DriverContext } from '../context.ts';

/** Numbers come as text (see aws-access.ts). */
const Row = z.looseObject({ partition: z.coerce.number(), offset: z.coerce.number(), event: z.string() });

/** An event in its place in the journal, as JSON of the CloudEvent. */
export type JournalEntry = z.infer<typeof Row>;

/** The journal spreads orders over partitions; the offsets of each begin at 0. */
export const PARTITIONS: readonly number[] = Array.from({ length: JOURNAL_PARTITIONS }, (_, index) => index);

export interface JournalQuery {
  /** Only events of this order. */
  orderId?: string;
}

type Context = Pick<DriverContext, 'aws' | 'system'>;

/** The newest events of a partition, newest first, at most `limit`. */
export async function readNewest(
  context: Context,
  partition: number,
  limit: number,
  query: JournalQuery,
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of readPartition(context, partition, { ...query, newestFirst: true })) {
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
  query: JournalQuery,
): AsyncIterable<JournalEntry> {
  return readPartition(context, partition, { ...query, from: offset });
}

async function* readPartition(
  { aws, system }: Context,
  partition: number,
  { orderId, from = 0, newestFirst = false }: JournalQuery & { from?: number; newestFirst?: boolean },
): AsyncIterable<JournalEntry> {
  const pages = paginateQuery(
    { client: aws.documents },
    {
      TableName: system.tables.journal,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ...(orderId !== undefined && { FilterExpression: 'orderId = :orderId' }),
      ExpressionAttributeValues: {
        ':pk': journalPartitionKey(partition),
        ':from': offsetSortKey(from),
        ':to': LAST_OFFSET_SORT_KEY,
        ...(orderId !== undefined && { ':orderId': orderId }),
      },
      ScanIndexForward: !newestFirst,
      ConsistentRead: true,
    },
  );
  for await (const { Items } of pages) for (const item of Items ?? []) yield Row.parse(item);
}
