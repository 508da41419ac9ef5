import { refusals } from '../core/errors.ts';

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html and the errors of each
 * action. Refusals of the engine keep the engine's code: see `client.ts` and `data-plane/answered-error.ts`.
 */
export type DynamoDbErrorCode =
  | 'ExpiredIteratorException'
  | 'InternalServerError'
  | 'LimitExceededException'
  | 'PolicyNotFoundException'
  | 'ResourceInUseException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'TrimmedDataAccessException'
  | 'ValidationException';

const refusal = refusals<DynamoDbErrorCode>();

const notFound = (what: string) =>
  refusal('ResourceNotFoundException', `Requested resource not found: ${what} not found`);

const failed = (message: string, cause?: unknown) =>
  refusal('InternalServerError', message, { status: 500, cause });

/** The closed set of refusals of DynamoDB and its streams that do not come from the engine. */
export const dynamoDbError = {
  closing: () => failed('The embedded endpoint is closing.'),
  engineFailed: (cause: unknown) =>
    failed(
      'The DynamoDB engine exited while it processed the request; it is restarted for the next one.',
      cause,
    ),
  engineUnstable: (deaths: number, seconds: number) =>
    failed(
      `The DynamoDB engine exited ${deaths} times within ${seconds} seconds. It is restarted after that time.`,
    ),
  expiredIterator: () =>
    refusal('ExpiredIteratorException', 'The shard iterator has expired and can no longer be used.'),
  fatalRequest: () =>
    failed(
      'The DynamoDB engine exited twice while it processed this request, so the request is not retried. Change the request.',
    ),
  onlineIndexLimit: () =>
    refusal(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ),
  policyNotFound: (arn: string) =>
    refusal(
      'PolicyNotFoundException',
      `Resource-based policy not found for the provided ResourceArn: ${arn}`,
    ),
  serialization: (message: string) => refusal('SerializationException', message),
  shardNotFound: (shard: string) => notFound(`Shard: ${shard}`),
  streamNotFound: (arn: string) => notFound(`Stream: ${arn}`),
  tableInUse: (table: string) => refusal('ResourceInUseException', `Table already exists: ${table}`),
  tableNotFound: (table: string) => notFound(`Table: ${table}`),
  trimmed: () =>
    refusal(
      'TrimmedDataAccessException',
      'The operation attempted to read past the oldest stream record in a shard.',
    ),
  unreadableItem: () => failed('The DynamoDB engine could not read the item.'),
  validation: (message: string) => refusal('ValidationException', message),
};
