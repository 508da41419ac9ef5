import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { projectedOrderKey, totalKey } from '../../../../schemas/items/analytics-items.ts';
import { orderData, orderMessage, UNREADABLE } from '../support/order-message.ts';
import { reactionTo } from '../support/stored-writes.ts';

vi.stubEnv('ANALYTICS_TABLE', 'analytics');
vi.stubEnv('DEAD_LETTER_QUEUE_URL', 'http://dead-letters');
vi.stubEnv('AWS_REGION', 'us-east-1');
const { handler: v1_1 } = await import('../../../../lambdas/analytics/v1.1/handler.ts');
const { handler: v2 } = await import('../../../../lambdas/analytics/v2/handler.ts');

beforeEach(() => {
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([
  ['v1.1', v1_1],
  ['v2', v2],
])('analytics %s', (_release, handler) => {
  it('stores an order together with the sums that it counts towards', async () => {
    const { failed, parked, writes } = await reactionTo(handler, orderMessage({ data: orderData('v1') }));
    expect([failed, parked]).toEqual([0, []]);
    expect(writes[0]).toMatchObject({
      Put: {
        TableName: 'analytics',
        Item: {
          ...projectedOrderKey('536365'),
          type: 'order',
          orderId: '536365',
          kind: 'order',
          total: NumberValue.from('15.3'),
          country: 'EIRE',
          placedAt: '2010-12-01T08:26:00.000Z',
          eventId: '536365.order',
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    });
    const counted = { orderId: '536365', country: 'EIRE', placedAt: new Date('2010-12-01T08:26:00Z') };
    expect(writes[1]).toMatchObject({ Update: { Key: totalKey(counted) } });
  });

  it.each([
    ...UNREADABLE,
    [
      'invalid-data',
      'a time that is no date',
      orderMessage({ data: orderData('v1', { placedAt: 8.64e15 + 1 }) }),
    ] as const,
    [
      'invalid-data',
      'a country that fits no key',
      orderMessage({ data: orderData('v1', { country: 'x'.repeat(1025) }) }),
    ] as const,
  ])('parks as %s: %s', async (cause, _what, message) => {
    expect(await reactionTo(handler, message)).toEqual({ failed: 0, parked: [cause], writes: [] });
  });
});

it('v1.1 parks what was written with version 2 of the schema', async () => {
  const message = orderMessage({ data: orderData('v2') });
  expect(await reactionTo(v1_1, message)).toEqual({ failed: 0, parked: ['unknown-schema'], writes: [] });
});

it.each([
  ['v1', 'WEB', 'unknown'],
  ['v2', 'WEB', 'web'],
  ['v2', 'PHONE', 'phone'],
  ['v2', 'UNKNOWN', 'unknown'],
] as const)('v2 sums an order of version %s and channel %s as %s', async (version, written, channel) => {
  const { parked, writes } = await reactionTo(
    v2,
    orderMessage({ data: orderData(version, { channel: written }) }),
  );
  expect(parked).toEqual([]);
  expect(writes[0]).toMatchObject({ Put: { Item: { ...projectedOrderKey('536365'), channel } } });
  expect(writes[1]).toMatchObject({
    Update: {
      UpdateExpression: expect.stringMatching(/ADD amount :total, orders :one, #channelAmount :total/),
      ExpressionAttributeNames: {
        '#channelAmount': `${channel}Amount`,
        '#channelOrders': `${channel}Orders`,
      },
    },
  });
});

it('v2 parks an amount in another currency, which does not add up with the others', async () => {
  const message = orderMessage({ data: orderData('v2', { currency: 'EUR' }) });
  expect(await reactionTo(v2, message)).toEqual({ failed: 0, parked: ['invalid-data'], writes: [] });
});
