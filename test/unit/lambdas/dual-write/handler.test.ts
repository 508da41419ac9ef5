import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readOrderEvent } from '../../../../driver/orders/order-event.ts';
import { smallOrder } from '../../../../driver/orders/small-order.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';

vi.stubEnv('TOPIC_ARN', 'arn:aws:sns:us-east-1:000000000000:orders.fifo');
vi.stubEnv('DUAL_WRITE_TABLE', 'dual-write');
vi.stubEnv('AWS_REGION', 'us-east-1');
const { handler } = await import('../../../../lambdas/dual-write/v1/handler.ts');

/** What was written, in its order. */
let writes: string[];
let messages: string[];
let isKnown: boolean;
let topicIsDown: boolean;

beforeEach(() => {
  writes = [];
  messages = [];
  isKnown = false;
  topicIsDown = false;
  vi.spyOn(logger, 'error').mockImplementation(() => {});
  vi.spyOn(SNSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof PublishCommand)) throw new Error('unexpected');
    if (topicIsDown) throw new Error('the topic is down');
    writes.push(`event of ${command.input.MessageGroupId}`);
    messages.push(command.input.Message ?? '');
    return {};
  });
  vi.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof PutCommand)) throw new Error('unexpected');
    if (isKnown) throw new ConditionalCheckFailedException({ $metadata: {}, message: 'known' });
    writes.push(`order ${command.input.Item?.['orderId']}`);
    return {};
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function post(way: string, body: unknown) {
  const event = {
    httpMethod: 'POST',
    resource: `/${way}/orders`,
    path: `/${way}/orders`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  } as unknown as APIGatewayProxyEvent;
  const context = { getRemainingTimeInMillis: () => 10_000 } as Context;
  const { statusCode, body: answer } = await handler(event, context);
  return { status: statusCode, body: JSON.parse(answer) };
}

it('writes in the order of the route', async () => {
  expect(await post('store-first', smallOrder('o1'))).toEqual({ status: 201, body: { orderId: 'o1' } });
  expect(await post('publish-first', smallOrder('o2'))).toEqual({ status: 201, body: { orderId: 'o2' } });
  expect(writes).toEqual(['order o1', 'event of o1', 'event of o2', 'order o2']);
});

it('publishes an event that consumers of the shop can read, with the exact total', async () => {
  await post('store-first', smallOrder('o1'));
  const { orderId, total } = readOrderEvent(messages[0] ?? '');
  expect([orderId, total.toFixed(2)]).toEqual(['o1', '5.10']);
});

it('leaves the first write alone when the second fails', async () => {
  topicIsDown = true;
  expect((await post('store-first', smallOrder('o1'))).status).toBe(500);
  expect(writes).toEqual(['order o1']);
  topicIsDown = false;
  isKnown = true;
  expect((await post('publish-first', smallOrder('o2'))).status).toBe(409);
  expect(writes).toEqual(['order o1', 'event of o2']);
});

it.each([
  ['no order', {}],
  ['an id that no key can have', smallOrder('a/b')],
  [
    'a total out of range',
    {
      ...smallOrder('o'),
      lines: Array(2000).fill({
        sku: 's',
        description: '',
        quantity: 1_000_000,
        unitPrice: '99999999999.99',
      }),
    },
  ],
])('refuses %s and writes nothing', async (_case, body) => {
  const { status } = await post('store-first', body);
  expect(status).toBe(400);
  expect(writes).toEqual([]);
});
