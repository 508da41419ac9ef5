import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { beforeEach, expect, it } from 'vitest';
import { callbacksHandler } from '../../../../lambdas/callbacks/v1/callbacks-handler.ts';
import { callbackKey } from '../../../../schemas/items/callback-item.ts';
import { memoryTable } from '../payments/memory-table.ts';

const NOW = new Date('2026-12-01T08:26:00Z');
const SECONDS = NOW.getTime() / 1000;
let table = memoryTable();

beforeEach(() => {
  table = memoryTable();
});

const payment = { paymentId: 'p1', status: 'accepted', amount: '1.00' };

async function send(headers: Record<string, string | undefined> = {}, body: unknown = payment) {
  const event = {
    httpMethod: 'POST',
    resource: '/callbacks/payments',
    pathParameters: null,
    queryStringParameters: null,
    headers: {
      'Content-Type': 'application/json',
      'X-Timeout-Ms': '1000',
      'Callback-Id': 'payment-p1',
      'Callback-Timestamp': String(SECONDS),
      'Callback-Attempt': '2',
      ...headers,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
  const handle = callbacksHandler({ table, now: () => NOW });
  // Only what the handler reads of what API Gateway sends.
  const { statusCode, body: text } = await handle(
    event as unknown as APIGatewayProxyEvent,
    { awsRequestId: '8a1f', getRemainingTimeInMillis: () => 3000 } as Context,
  );
  return { status: statusCode, body: JSON.parse(text) };
}

it('is stored once, and refused from then on', async () => {
  expect(await send()).toEqual({ status: 201, body: { callbackId: 'payment-p1' } });
  const stored = await table.getItem(callbackKey('payment-p1'));
  expect(stored).toMatchObject({ paymentId: 'p1', status: 'accepted' });
  expect(String(stored?.['attempt'])).toBe('2');
  const again = await send({ 'Callback-Attempt': '3' }, { ...payment, status: 'held' });
  expect([again.status, again.body.code]).toEqual([409, 'already-received']);
  expect(await table.getItem(callbackKey('payment-p1'))).toEqual(stored);
});

it('is stored once when two deliveries arrive at the same time', async () => {
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});

it.each([
  ['five minutes old', { 'Callback-Timestamp': String(SECONDS - 300) }, 201],
  ['older than that', { 'Callback-Timestamp': String(SECONDS - 301) }, 400],
  ['from the future', { 'Callback-Timestamp': String(SECONDS + 301) }, 400],
  ['without a timestamp', { 'Callback-Timestamp': undefined }, 400],
  ['with a timestamp that is none', { 'Callback-Timestamp': 'now' }, 400],
  ['without an id', { 'Callback-Id': undefined }, 400],
  ['with an id that cannot be stored', { 'Callback-Id': 'a b' }, 400],
  ['without a deadline', { 'X-Timeout-Ms': undefined }, 400],
])('is answered with its status: %s', async (_, headers, status) => {
  expect((await send(headers)).status).toBe(status);
  expect(table.size).toBe(status === 201 ? 1 : 0);
});

it.each([{}, { ...payment, status: 'paid' }, { ...payment, paymentId: 5 }, []])(
  'is refused with a body that is no payment: %j',
  async (body) => {
    expect(await send({}, body)).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(table.size).toBe(0);
  },
);
