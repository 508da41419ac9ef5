import {
  type DynamoDBClient,
  DynamoDBServiceException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { checkTable } from '../../../../lambdas/archive/storage/scan.ts';

const failing = (error: Error) =>
  // Only what the check calls.
  ({ send: () => Promise.reject(error) }) as unknown as DynamoDBClient;

const service = (name: string) =>
  new DynamoDBServiceException({ name, $fault: 'client', $metadata: {}, message: 'no' });

test.each([
  [new ResourceNotFoundException({ $metadata: {}, message: 'no' }), 'table not found: orders'],
  [service('AccessDeniedException'), 'table not found: orders, or not readable by the archive'],
  [service('ValidationException'), 'orders is not a table name'],
])('what DynamoDB and IAM refuse before a scan is an unknown table: %s', async (error, message) => {
  await expect(checkTable(failing(error), 'orders')).rejects.toMatchObject({
    code: 'unknown-table',
    message,
  });
});

test('any other failure is no verdict about the table', async () => {
  const error = service('ThrottlingException');
  await expect(checkTable(failing(error), 'orders')).rejects.toBe(error);
});
