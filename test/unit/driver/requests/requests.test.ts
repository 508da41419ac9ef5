import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { billableRequest } from '../../../../driver/requests/billable.ts';
import { gbSeconds, readBilledDuration } from '../../../../driver/requests/billed-duration.ts';
import { openCallJournal } from '../../../../driver/requests/call-journal.ts';

const call = (service: string, operation: string, more = {}) => ({
  ...{ service, operation, principal: 'function f:1', milliseconds: 1, outcome: 'ok' },
  ...more,
});

test.each([
  [call('execute-api', 'Invoke'), { kind: 'api-gateway', units: 1 }],
  [call('lambda', 'Invoke'), { kind: 'lambda', units: 1 }],
  [call('lambda', 'GetPolicy'), undefined],
  [call('dynamodb', 'PutItem'), { kind: 'dynamodb-write', units: 1 }],
  [
    call('dynamodb', 'PutItem', { outcome: 'ConditionalCheckFailedException' }),
    { kind: 'dynamodb-write', units: 1 },
  ],
  [call('dynamodb', 'TransactWriteItems', { entries: 3 }), { kind: 'dynamodb-write', units: 6 }],
  [call('dynamodb', 'Query'), { kind: 'dynamodb-read', units: 1 }],
  [call('dynamodb', 'DescribeTable'), undefined],
  [call('streams.dynamodb', 'GetRecords'), undefined],
  [call('sns', 'PublishBatch', { entries: 4 }), { kind: 'sns-publish', units: 1 }],
  [call('sqs', 'ReceiveMessage', { principal: 'lambda.amazonaws.com' }), { kind: 'sqs', units: 1 }],
  [
    call('sqs', 'SendMessageBatch', { principal: 'sns.amazonaws.com', entries: 4 }),
    { kind: 'sns-delivery', units: 4 },
  ],
  [call('s3', 'PutObject'), { kind: 's3-write', units: 1 }],
  [call('s3', 'GetObject'), { kind: 's3-read', units: 1 }],
  [call('logs', 'PutLogEvents'), undefined],
])('what is billed for %o', (recorded, billed) => {
  expect(billableRequest(recorded, 1)).toEqual(billed);
});

test('Lambda bills whole milliseconds times memory', () => {
  const line =
    'REPORT RequestId: 1-2\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\t';
  expect(readBilledDuration(line)).toEqual({ ms: 13, memoryMb: 512 });
  expect(gbSeconds({ ms: 2000, memoryMb: 512 })).toBe(1);
  expect(readBilledDuration('END RequestId: 1-2')).toBeUndefined();
});

const SETTINGS = { region: 'us-east-1' };
const signal = new AbortController().signal;

/** An endpoint that answers with one page after the other. */
async function answering(...pages: object[]): Promise<string> {
  const server = createServer((_request, response) => response.end(JSON.stringify(pages.shift() ?? 'none')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('AWS and endpoints of other kinds keep no record of requests', async () => {
  expect(await openCallJournal(SETTINGS, signal)).toBeUndefined();
  const endpoint = await answering({ message: 'not found' });
  expect(await openCallJournal({ ...SETTINGS, endpoint }, signal)).toBeUndefined();
});

test('requests that are gone before they are read are an error, not a smaller number', async () => {
  const calls = [call('sqs', 'ReceiveMessage')];
  const endpoint = await answering({ cursor: 5, calls: [] }, { cursor: 6, calls }, { cursor: 8, calls });
  const journal = await openCallJournal({ ...SETTINGS, endpoint }, signal);
  expect(await journal?.next()).toEqual(calls);
  await expect(journal?.next()).rejects.toMatchObject({ code: 'calls-not-recorded' });
});
