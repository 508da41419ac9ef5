import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { messageKey } from '../../../../schemas/items/message-item.ts';
import { orderData, orderMessage, UNREADABLE } from '../support/order-message.ts';
import { reactionTo } from '../support/stored-writes.ts';

vi.stubEnv('EMAIL_TABLE', 'email');
vi.stubEnv('DEAD_LETTER_QUEUE_URL', 'http://dead-letters');
vi.stubEnv('AWS_REGION', 'us-east-1');
const { handler: v1_1 } = await import('../../../../lambdas/email/v1.1/handler.ts');
const { handler: v2 } = await import('../../../../lambdas/email/v2/handler.ts');

beforeEach(() => {
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([
  ['v1.1', v1_1],
  ['v2', v2],
])('email %s', (_release, handler) => {
  it('sends one message for an order', async () => {
    const { failed, parked, writes } = await reactionTo(handler, orderMessage({ data: orderData('v1') }));
    expect([failed, parked]).toEqual([0, []]);
    expect(writes).toMatchObject([
      {
        ...messageKey('536365', '536365.order'),
        type: 'message',
        orderId: '536365',
        to: '17850',
        subject: 'Your order 536365',
        total: '15.30',
      },
    ]);
  });

  it.each(UNREADABLE)('parks as %s: %s', async (cause, _what, message) => {
    expect(await reactionTo(handler, message)).toEqual({ failed: 0, parked: [cause], writes: [] });
  });
});

it('v1.1 parks what was written with version 2 of the schema', async () => {
  const message = orderMessage({ data: orderData('v2') });
  expect(await reactionTo(v1_1, message)).toEqual({ failed: 0, parked: ['unknown-schema'], writes: [] });
});

it.each(['v1', 'v2'] as const)(
  'v2 names the currency of an order written with version %s',
  async (version) => {
    const { writes } = await reactionTo(v2, orderMessage({ data: orderData(version) }));
    expect(writes).toMatchObject([
      { ...messageKey('536365', '536365.order'), total: '15.30', currency: 'GBP' },
    ]);
  },
);

it('v2 parks a currency that is none', async () => {
  const message = orderMessage({ data: orderData('v2', { currency: 'pounds' }) });
  expect(await reactionTo(v2, message)).toEqual({ failed: 0, parked: ['invalid-data'], writes: [] });
});
