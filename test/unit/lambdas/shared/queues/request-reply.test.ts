import { expect, it } from 'vitest';
import { type BookingRequest, book } from '../../../../../lambdas/carrier/domain.ts';
import { bookFromQueue as bookV1 } from '../../../../../lambdas/carrier/v1/queued-booking.ts';
import { bookFromQueue as bookV2 } from '../../../../../lambdas/carrier/v2/queued-booking.ts';
import { ShopError } from '../../../../../lambdas/shared/errors.ts';
import type { MessageAttributes } from '../../../../../lambdas/shared/queues/queue.ts';
import type { ReceivedMessage } from '../../../../../lambdas/shared/queues/queue-worker.ts';
import { replyTo } from '../../../../../lambdas/shared/queues/request-reply.ts';
import { Deadline } from '../../../../../lambdas/shared/resilience/deadline.ts';

const OWN = 'https://sqs.example/replies';

function replies() {
  const sent: [unknown, MessageAttributes | undefined][] = [];
  const queue = {
    async send(body: unknown, attributes?: MessageAttributes) {
      sent.push([body, attributes]);
    },
  };
  return { sent, queues: new Map([[OWN, queue]]) };
}

const request = (body: unknown, attributes: Record<string, string> = {}): ReceivedMessage => ({
  body,
  attributes: new Map(Object.entries({ 'correlation-id': 'c-1', 'reply-to': OWN, ...attributes })),
  attempt: 1,
  deadline: Deadline.in(1000),
});

it('sends the result to the queue that the request names, with its correlation id', async () => {
  const { sent, queues } = replies();
  await replyTo(queues, async (body) => ({ echo: body }))(request({ a: 1 }));
  expect(sent).toEqual([[{ result: { echo: { a: 1 } } }, { 'correlation-id': 'c-1' }]]);
});

it('answers what the client has to change, and leaves the rest to the queue', async () => {
  const { sent, queues } = replies();
  const failing = (code: 'conflict' | 'dependency-unavailable' | 'internal') =>
    replyTo(queues, () => Promise.reject(new ShopError(code, 'why')))(request({}));
  await failing('conflict');
  expect(sent).toEqual([[{ error: { code: 'conflict', message: 'why' } }, { 'correlation-id': 'c-1' }]]);
  await expect(failing('dependency-unavailable')).rejects.toThrow('why');
  await expect(failing('internal')).rejects.toThrow('why');
  expect(sent).toHaveLength(1);
});

it.each([
  ['another queue', { 'reply-to': 'https://sqs.example/other' }],
  ['no usable correlation id', { 'correlation-id': 'a b' }],
])('does not work for a request that names %s', async (_, attributes) => {
  const { sent, queues } = replies();
  let worked = 0;
  const run = replyTo(queues, async () => {
    worked += 1;
  });
  await expect(run(request({}, attributes))).rejects.toMatchObject({ code: 'malformed-event' });
  expect([sent, worked]).toEqual([[], 0]);
});

const booking = { shipmentId: 's1', orderId: 'o1', country: 'EIRE', weightGrams: 900, parcels: 2 };
const place = async (asked: BookingRequest) => book(asked, new Date('2026-12-01T08:26:00Z'));

it('books by the fields of the contract; v2 takes a service level', async () => {
  expect(await bookV1(place)(booking)).toEqual({
    shipmentId: 's1',
    trackingNumber: expect.stringMatching(/^C/),
    priceMinor: '1948',
    currency: 'GBP',
    estimatedDelivery: '2026-12-10',
  });
  expect(await bookV2(place)({ ...booking, serviceLevel: 'EXPRESS' })).toMatchObject({
    trackingNumber: expect.stringMatching(/^E/),
    labelUrl: expect.any(String),
  });
  for (const wrong of [{ parcels: 0 }, { weightGrams: 1.5 }, { shipmentId: 'a b' }, { country: '' }]) {
    await expect(bookV1(place)({ ...booking, ...wrong })).rejects.toMatchObject({ code: 'bad-request' });
  }
});
