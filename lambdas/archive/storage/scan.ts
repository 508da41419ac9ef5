import {
  type AttributeValue,
  type DynamoDBClient,
  DynamoDBServiceException,
  ResourceNotFoundException,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Key, Plan } from '../contract.ts';
import { ArchiveError } from '../errors.ts';

export interface SegmentPosition {
  segment: number;
  segments: number;
  from?: Key | undefined;
}

export interface ScannedRow {
  key: Key;
  /** In Avro's single-object encoding; `absent` where the item is stored in another form, such as in attributes. */
  record: Buffer | 'absent' | 'not binary';
}

export interface ScannedPage {
  rows: ScannedRow[];
  /** Where the next page begins. */
  next: Key | undefined;
}

/**
 * The pages of one segment of a parallel scan. While one is worked on the next is fetched, so memory holds two of at
 * most 1 MB.
 *
 * The rows of a subject say so in `subject`, as the records service writes them, or in `type`, as the shop's services do
 * in the table that they share. What changed is found by `updatedAt`; an item that does not say when it changed, as the
 * shop's orders do not, is always taken, because to miss it would be worse. A filter spares no reading: DynamoDB
 * scans, and bills, the whole table. The alternatives are worse here: the table's stream remembers 24 hours only, and
 * DynamoDB's own incremental export needs point-in-time recovery, ends after 35 days and exists on AWS alone. The price
 * is that rows that were *deleted* are not listed; a full export shows them missing.
 */
export async function* scanPages(
  dynamodb: DynamoDBClient,
  plan: Pick<Plan, 'table' | 'subject' | 'keyPrefix' | 'since'>,
  { segment, segments, from }: SegmentPosition,
): AsyncGenerator<ScannedPage> {
  const fetchPage = async (start: Key | undefined): Promise<ScannedPage> => {
    const { Items, LastEvaluatedKey } = await dynamodb.send(
      new ScanCommand({
        TableName: plan.table,
        Segment: segment,
        TotalSegments: segments,
        ProjectionExpression: 'pk, sk, #record',
        FilterExpression: [
          '(#subject = :subject OR #type = :subject)',
          ...(plan.keyPrefix === undefined ? [] : ['begins_with(pk, :prefix)']),
          ...(plan.since === undefined ? [] : ['(updatedAt >= :since OR attribute_not_exists(updatedAt))']),
        ].join(' AND '),
        ExpressionAttributeNames: { '#subject': 'subject', '#type': 'type', '#record': 'record' },
        ExpressionAttributeValues: {
          ':subject': { S: plan.subject },
          ...(plan.keyPrefix !== undefined && { ':prefix': { S: plan.keyPrefix } }),
          ...(plan.since !== undefined && { ':since': { S: plan.since } }),
        },
        ...(start !== undefined && { ExclusiveStartKey: { pk: { S: start.pk }, sk: { S: start.sk } } }),
      }),
    );
    return {
      rows: (Items ?? []).map((item) => ({ key: keyOf(item), record: recordOf(item) })),
      next: LastEvaluatedKey && keyOf(LastEvaluatedKey),
    };
  };

  let page: Promise<ScannedPage> | undefined = fetchPage(from);
  while (page !== undefined) {
    const current: ScannedPage = await page;
    page = current.next && fetchPage(current.next);
    // A caller that stops reading here does not await it.
    page?.catch(() => {});
    yield current;
  }
}

function keyOf(item: Record<string, AttributeValue>): Key {
  return { pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' };
}

function recordOf({ record }: Record<string, AttributeValue>): ScannedRow['record'] {
  if (record === undefined) return 'absent';
  const bytes = record.B;
  return bytes === undefined ? 'not binary' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @throws ArchiveError `unknown-table` when the table is not there, or is one that the archive may not read */
export async function checkTable(dynamodb: DynamoDBClient, table: string): Promise<void> {
  try {
    await dynamodb.send(new ScanCommand({ TableName: table, Limit: 1, Select: 'COUNT' }));
  } catch (cause) {
    if (cause instanceof ResourceNotFoundException) {
      throw new ArchiveError('unknown-table', `table not found: ${table}`, { cause });
    }
    if (!(cause instanceof DynamoDBServiceException)) throw cause;
    if (cause.name === 'AccessDeniedException') {
      // IAM looks before DynamoDB does, and does not say whether there is such a table.
      const message = `table not found: ${table}, or not readable by the archive`;
      throw new ArchiveError('unknown-table', message, { cause });
    }
    if (cause.name === 'ValidationException') {
      throw new ArchiveError('unknown-table', `${table} is not a table name`, { cause });
    }
    throw cause;
  }
}
