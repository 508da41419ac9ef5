import * as z from 'zod';
import { paymentCallbackId } from '../../../schemas/items/callback-item.ts';
import type { Callback } from '../../shared/callbacks/send-callback.ts';
import { ShopError } from '../../shared/errors.ts';
import { identifier } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import type { SendQueue } from '../../shared/queues/queue.ts';
import type { ReceivedMessage } from '../../shared/queues/queue-worker.ts';
import type { PaymentMessage } from './accept-payment.ts';
import { describePayment } from './contract-v1.ts';
import type { PaymentRequest, PaymentRequests } from './payment-requests.ts';
import type { PaymentStore } from './payment-store.ts';
import { getPayment, type Payments, takePayment } from './take-payment.ts';

const paymentMessage = z.object({ paymentId: identifier }) satisfies z.ZodType<PaymentMessage>;

export interface PaymentWork extends Pick<Payments, 'store' | 'assess' | 'now'> {
  requests: PaymentRequests;
  callbacks: SendQueue;
}

/**
 * Takes a payment whose client does not wait. Nothing is decided without fraud, as it is for clients that wait: while fraud is
 * down, the queue repeats the message.
 */
export function takeRequestedPayment({ requests, callbacks, ...payments }: PaymentWork) {
  return async ({ body, deadline }: ReceivedMessage): Promise<void> => {
    const request = await findRequest(requests, body);
    const { callbackUrl, requestedAt: _, ...asked } = request;
    await takePayment(payments, payments.assess, asked, deadline);
    const { paymentId } = asked;
    if (callbackUrl !== undefined) await callbacks.send({ paymentId } satisfies PaymentMessage);
  };
}

export interface CallbackWork extends Pick<Payments, 'now'> {
  store: PaymentStore;
  requests: PaymentRequests;
  send(callback: Callback, now: Date): Promise<void>;
}

/** Reports a payment to its client. Every delivery has the same id, so the receiver can tell that it has it already. */
export function reportPayment({ store, requests, send, now }: CallbackWork) {
  return async ({ body, attempt }: ReceivedMessage): Promise<void> => {
    const { paymentId, callbackUrl } = await findRequest(requests, body);
    if (callbackUrl === undefined) {
      throw new ShopError('malformed-event', 'the request of this payment asks for no callback');
    }
    const callback = {
      url: new URL(callbackUrl),
      callbackId: paymentCallbackId(paymentId),
      attempt,
      body: describePayment(await getPayment(store, paymentId)),
    };
    await send(callback, now());
  };
}

async function findRequest(requests: PaymentRequests, body: unknown): Promise<PaymentRequest> {
  const { paymentId } = parse(paymentMessage, body, 'malformed-event');
  const request = await requests.find(paymentId);
  if (request === undefined) throw new ShopError('not-found', 'there is no request for this payment');
  return request;
}
