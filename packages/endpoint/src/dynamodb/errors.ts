import { AwsError } from '../core/errors.ts';

export type EngineErrorCode = 'missing' | 'not-executable' | 'crashed';

/** The database engine cannot be run. The message says what to install or which variable to set. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}

export const validation = (message: string) => new AwsError('ValidationException', message);

export const tableInUse = (table: string) =>
  new AwsError('ResourceInUseException', `Table already exists: ${table}`);

export const onlineIndexLimit = () =>
  new AwsError(
    'LimitExceededException',
    'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  );

export const tableNotFound = (table: string) =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${table} not found`);

export const streamNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);

export const policyNotFound = (arn: string) =>
  new AwsError(
    'PolicyNotFoundException',
    `Resource-based policy not found for the provided ResourceArn: ${arn}`,
  );

export const expiredIterator = () =>
  new AwsError('ExpiredIteratorException', 'The shard iterator has expired and can no longer be used.');

export const trimmed = () =>
  new AwsError(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard.',
  );

export const engineFailed = (cause: unknown) =>
  new AwsError(
    'InternalServerError',
    'The DynamoDB engine exited while it processed the request; it is restarted for the next one.',
    { status: 500, cause },
  );

export const engineUnstable = (deaths: number, seconds: number) =>
  new AwsError(
    'InternalServerError',
    `The DynamoDB engine exited ${deaths} times within ${seconds} seconds. It is restarted after that time.`,
    { status: 500 },
  );

export const fatalRequest = () =>
  new AwsError(
    'InternalServerError',
    'The DynamoDB engine exited twice while it processed this request, so the request is not retried. Change the request.',
    { status: 500 },
  );

export const shardNotFound = (shard: string) =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Shard: ${shard} not found`);

export const closing = () =>
  new AwsError('InternalServerError', 'The embedded endpoint is closing.', { status: 500 });
