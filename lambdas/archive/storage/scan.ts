import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Key, Plan } from '../contract.ts';

export interface SegmentPosition {
  segment: number;
  segments: number;
  from?: Key | undefined;
}

export interface ScannedRow {
  key: Key;
  /** In Avro's single-object encoding; undefined when the item's attribute is not binary. */
  record: Buffer | undefined;
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
 * What changed is found by `updatedAt`, which every writer sets with the row. A filter spares no reading: DynamoDB
 * scans, and bills, the whole table. The alternatives are worse here: the table's stream remembers 24 hours only, and
 * DynamoDB's own incremental export needs point-in-time recovery, ends after 35 days and exists on AWS alone. The price
 * is that rows which were *deleted* are not told; a full export shows them missing.
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
          // Items that are stored in another way have none: they are for others to export.
          '#subject = :subject AND attribute_exists(#record)',
          ...(plan.keyPrefix === undefined ? [] : ['begins_with(pk, :prefix)']),
          ...(plan.since === undefined ? [] : ['updatedAt >= :since']),
        ].join(' AND '),
        ExpressionAttributeNames: { '#subject': 'subject', '#record': 'record' },
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
    // Whoever stops reading here does not await it.
    page?.catch(() => {});
    yield current;
  }
}

function keyOf(item: Record<string, AttributeValue>): Key {
  return { pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' };
}

function recordOf(item: Record<string, AttributeValue>): Buffer | undefined {
  const bytes = item['record']?.B;
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
