import { describe, expect, it, test } from 'vitest';
import type { RecordedCall } from '../../../../driver/requests/call-journal.ts';
import { PRICES } from '../../../../driver/requests/price-list.ts';
import { systemOf } from '../../../../driver/system.ts';
import { countUsage } from '../../../../scenarios/all/cost-per-order/count-usage.ts';
import { costFindings } from '../../../../scenarios/all/cost-per-order/findings.ts';
import { hopOf } from '../../../../scenarios/all/cost-per-order/hops.ts';
import { bytesOf } from '../../../../scenarios/all/cost-per-order/largest-item.ts';
import { indexFindings } from '../../../../scenarios/kit/finding-index.ts';

/** The outputs of a shop are named as they are called here. */
const system = systemOf({ get: (name: string) => name } as ReadonlyMap<string, string>);
const attribute = hopOf(system);

const LAMBDA = 'arn:aws:lambda:us-east-1:1:function';
const TABLE = 'arn:aws:dynamodb:us-east-1:1:table';
const call = (service: string, operation: string, resource: string, more: Partial<RecordedCall> = {}) => ({
  ...{ service, operation, resource, principal: 'arn:aws:iam::1:root', milliseconds: 10, outcome: 'ok' },
  ...more,
});
const by = (name: string, entries?: number) => ({
  principal: `function ${name}:3`,
  ...(entries !== undefined && { entries }),
});

const ENTRY = [
  call('execute-api', 'Invoke', 'arn:aws:execute-api:us-east-1:1:OrdersApiId/live/POST/orders'),
  call('lambda', 'Invoke', `${LAMBDA}:OrdersFunctionName:live`, { principal: 'apigateway.amazonaws.com' }),
];
const WRITE = call('dynamodb', 'TransactWriteItems', `${TABLE}/SharedTableName`, by('OrdersFunctionName', 3));
const PAY = call(
  'execute-api',
  'Invoke',
  'arn:aws:execute-api:us-east-1:1:PaymentsApiId/live/POST/v1/payments',
  { ...by('OrdersFunctionName'), milliseconds: 1000 },
);
const DELIVERY = call('sqs', 'SendMessageBatch', 'arn:aws:sqs:us-east-1:1:EmailQueueUrl', {
  principal: 'sns.amazonaws.com',
  entries: 1,
});

describe('a request belongs to', () => {
  it.each([
    ['entry', ENTRY[0]],
    ['entry', ENTRY[1]],
    ['databases', WRITE],
    ['databases', call('dynamodb', 'GetItem', `${TABLE}/SharedTableName`)],
    ['services', PAY],
    ['services', call('lambda', 'Invoke', `${LAMBDA}:FraudFunctionName:live`)],
    ['services', call('dynamodb', 'PutItem', `${TABLE}/PaymentsTableName`, by('PaymentsFunctionName'))],
    ['messages', call('dynamodb', 'UpdateItem', `${TABLE}/SharedTableName`, by('RelayFunctionName'))],
    ['messages', call('sns', 'PublishBatch', 'arn:aws:sns:us-east-1:1:Topic', by('RelayFunctionName'))],
    ['messages', call('dynamodb', 'PutItem', `${TABLE}/EmailTableName`, by('EmailFunctionName'))],
    ['messages', DELIVERY],
    // What the scenario does to see when consumers are done, what makes services fail, and other functions.
    [undefined, call('dynamodb', 'BatchGetItem', `${TABLE}/AnalyticsTableName`)],
    [undefined, call('dynamodb', 'GetItem', `${TABLE}/FaultsTableName`, by('OrdersFunctionName'))],
    [undefined, call('lambda', 'GetPolicy', `${LAMBDA}:OrdersFunctionName:live`)],
    [undefined, call('lambda', 'Invoke', `${LAMBDA}:ProfilesFunctionName:live`)],
    [undefined, call('sqs', 'SendMessage', 'arn:aws:sqs:us-east-1:1:PaymentsWorkQueueUrl')],
    [undefined, call('logs', 'PutLogEvents', 'arn:aws:logs:us-east-1:1:log-group:x')],
  ] as const)('%s: %o', (hop, recorded) => {
    expect(attribute(recorded as RecordedCall)).toBe(hop);
  });
});

const duration = (hop: 'entry' | 'services', functionName: string, ms: number) => ({
  hop,
  functionName,
  duration: { ms, memoryMb: 1024 },
});

test('a transaction is one request and two write units for each kilobyte of each item', () => {
  const usage = countUsage(
    { calls: [WRITE], durations: [], itemKilobytes: 2 },
    attribute,
    'OrdersFunctionName',
  );
  expect([...usage.databases.requests]).toEqual([['dynamodb-write', 1]]);
  expect([...usage.databases.units]).toEqual([['dynamodb-write', 12]]);
});

test('the time in which orders waits for a service counts for services', () => {
  const durations = [
    duration('entry', 'OrdersFunctionName', 1500),
    duration('services', 'PaymentsFunctionName', 900),
  ];
  const usage = countUsage(
    { calls: [...ENTRY, PAY], durations, itemKilobytes: 1 },
    attribute,
    'OrdersFunctionName',
  );
  expect(usage.entry.gbSeconds).toBeCloseTo(0.5);
  expect(usage.services.gbSeconds).toBeCloseTo(1.9);
});

test('a delivery of a topic to a queue is billed by the message, and is no request', () => {
  const usage = countUsage(
    { calls: [DELIVERY], durations: [], itemKilobytes: 1 },
    attribute,
    'OrdersFunctionName',
  );
  expect(usage.messages.requests.size).toBe(0);
  expect([...usage.messages.units]).toEqual([['sns-delivery', 1]]);
});

test('money is exact, for one order and a million', () => {
  const calls = [...ENTRY, ...ENTRY, WRITE, WRITE];
  const usage = countUsage(
    { calls, durations: [duration('entry', 'OrdersFunctionName', 0)], itemKilobytes: 1 },
    attribute,
    'OrdersFunctionName',
  );
  usage.databases.gbSeconds = 0;
  const findings = indexFindings(costFindings(usage, 2, 3, PRICES));
  expect(findings.number('entry.requests')).toBe(2);
  // Six write units of 0.625 USD for a million.
  expect(findings.text('databases.dollars-per-million')).toBe('3.75');
});

test('the size of an item is that of its names and values', () => {
  expect(bytesOf({ pk: 'one', total: '12.50', record: new Uint8Array(10), customerId: null })).toBe(
    2 + 3 + 5 + 5 + 6 + 10 + 10 + 1,
  );
});

test('every price has its page, and the list its date and Region', () => {
  expect(PRICES).toMatchObject({ region: 'us-east-1', currency: 'USD' });
  expect(PRICES.asOf).toMatch(/^2026-/);
  for (const { source } of [...Object.values(PRICES.perMillion), PRICES.gbSecond]) {
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/pricing\//);
  }
});
