import type { RecordedCall } from './call-journal.ts';

/** What AWS counts on a bill, for each request or unit. */
export const BILLED = [
  'api-gateway',
  'lambda',
  'dynamodb-read',
  'dynamodb-write',
  'sns-publish',
  'sns-delivery',
  'sqs',
  's3-write',
  's3-read',
] as const;
export type Billed = (typeof BILLED)[number];

/** A request that is billed. */
export interface BillableRequest {
  kind: Billed;
  /** What the kind is billed by: requests, or DynamoDB's request units. */
  units: number;
}

const DYNAMODB_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];
const DYNAMODB_READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'];
const S3_READS = ['GetObject', 'HeadObject'];
const S3_WRITES = ['PutObject', 'ListObjectsV2'];
const SNS_PUBLISHES = ['Publish', 'PublishBatch'];

/**
 * What a request costs, in units; undefined for what is not billed by the request: reads of a stream by Lambda, permission
 * checks, log writes.
 *
 * @param itemKilobytes kilobytes of the largest item, rounded up: the units of one write
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 */
export function billableRequest(
  { service, operation, entries = 1, principal, outcome }: RecordedCall,
  itemKilobytes: number,
): BillableRequest | undefined {
  // API Gateway and Lambda bill what they answer with an error as well.
  if (service === 'execute-api') return { kind: 'api-gateway', units: 1 };
  if (service === 'lambda') return operation === 'Invoke' ? { kind: 'lambda', units: 1 } : undefined;
  if (service === 'dynamodb') {
    // A transaction writes each item twice: once to prepare, once to commit. A refused condition is billed as well.
    const times = operation.startsWith('Transact') ? 2 : 1;
    if (DYNAMODB_WRITES.includes(operation)) {
      return { kind: 'dynamodb-write', units: entries * itemKilobytes * times };
    }
    // Of up to 4 KB, and consistent: an eventually consistent read is half of it.
    return DYNAMODB_READS.includes(operation) ? { kind: 'dynamodb-read', units: times } : undefined;
  }
  if (service === 's3' && outcome === 'ok') {
    if (S3_WRITES.includes(operation)) return { kind: 's3-write', units: 1 };
    return S3_READS.includes(operation) ? { kind: 's3-read', units: 1 } : undefined;
  }
  if (service === 'sns') {
    return SNS_PUBLISHES.includes(operation) ? { kind: 'sns-publish', units: 1 } : undefined;
  }
  if (service === 'sqs') {
    // What SNS sends to a queue is a delivery of SNS, billed by the message, and no request of the queue.
    return principal === 'sns.amazonaws.com'
      ? { kind: 'sns-delivery', units: entries }
      : { kind: 'sqs', units: 1 };
  }
  return undefined;
}
