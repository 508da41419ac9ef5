import { type CallbackReceiver, parseCallbackUrl } from '../../shared/callbacks/callback-url.ts';
import { ShopError } from '../../shared/errors.ts';
import type { SendQueue } from '../../shared/queues/queue.ts';
import { isSamePayment } from '../domain.ts';
import { type NewPayment, type Payment, replay } from './payment.ts';
import type { PaymentRequest, PaymentRequests } from './payment-requests.ts';
import type { PaymentStore } from './payment-store.ts';

/** What payments without a waiting client need. */
export interface AsyncPayments {
  requests: PaymentRequests;
  /** Its messages name requests, see `PaymentMessage`. */
  work: SendQueue;
  callbackReceivers: readonly CallbackReceiver[];
}

/** Of both queues. What is to be done is in the table. */
export interface PaymentMessage {
  paymentId: string;
}

export type Accepted =
  /** It was taken before, and the client gets it now. */
  { payment: Payment } | { request: PaymentRequest; isReplay: boolean };

/**
 * Keeps the request and queues the work. A repeated request queues it again: the first one may have failed in between, and
 * the worker takes a payment once.
 *
 * @throws ShopError `idempotency-key-reused`, or `bad-request` for a callback URL outside of the deployment
 */
export async function acceptPayment(
  { store, now }: { store: PaymentStore; now(): Date },
  { requests, work, callbackReceivers }: AsyncPayments,
  asked: NewPayment & { callbackUrl?: string },
): Promise<Accepted> {
  const { callbackUrl, ...payment } = asked;
  if (callbackUrl !== undefined) parseCallbackUrl(callbackUrl, callbackReceivers);
  const { paymentId } = payment;
  const taken = await store.find(paymentId);
  if (taken !== undefined) return { payment: replay(taken, payment) };
  const request = { ...asked, requestedAt: now().toISOString() };
  const isNew = await requests.create(request);
  const kept = isNew ? request : sameRequest(await requests.find(paymentId), asked);
  await work.send({ paymentId } satisfies PaymentMessage);
  return { request: kept, isReplay: !isNew };
}

function sameRequest(
  known: PaymentRequest | undefined,
  asked: NewPayment & { callbackUrl?: string },
): PaymentRequest {
  if (known === undefined) throw new ShopError('internal', 'a request that was there is gone');
  const isSame =
    isSamePayment(known, asked) && known.orderId === asked.orderId && known.callbackUrl === asked.callbackUrl;
  if (isSame) return known;
  throw new ShopError('idempotency-key-reused', 'idempotency-key: another payment has this key');
}
