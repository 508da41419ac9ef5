import { ShopError } from '../../shared/errors.ts';
import type { Deadline } from '../../shared/resilience/deadline.ts';
import { statusAfter } from '../domain.ts';
import { type Assessment, type NewPayment, type Payment, replay } from './payment.ts';
import type { PaymentStore } from './payment-store.ts';

export type Assess = (payment: NewPayment, deadline: Deadline) => Promise<Assessment>;

export interface Payments {
  store: PaymentStore;
  /** Fails where fraud does. */
  assess: Assess;
  /** Answers with a degraded assessment where fraud is unavailable or late. */
  assessOrHold: Assess;
  now(): Date;
  /** For payments whose client names none. */
  newPaymentId(): string;
}

export interface TakenPayment {
  payment: Payment;
  /** It had been taken before, by the same request. */
  isReplay: boolean;
}

/**
 * Takes a payment once, however many requests with its id arrive, one after another or at the same time: the first to
 * write the item decides, and the others answer with it. A known payment is returned without asking fraud.
 *
 * @throws ShopError `idempotency-key-reused`, `deadline-exceeded`, or what `assess` throws
 */
export async function takePayment(
  { store, now }: Pick<Payments, 'store' | 'now'>,
  assess: Assess,
  asked: NewPayment,
  deadline: Deadline,
): Promise<TakenPayment> {
  const known = await store.find(asked.paymentId);
  if (known !== undefined) return { payment: replay(known, asked), isReplay: true };
  const assessment = await assess(asked, deadline);
  // The caller has given up, and would not learn that it was charged.
  if (deadline.isOver) throw new ShopError('deadline-exceeded', 'the time of the caller is up');
  const payment = {
    ...asked,
    status: statusAfter(assessment.decision),
    assessment,
    createdAt: now().toISOString(),
  };
  if (await store.create(payment)) return { payment, isReplay: false };
  return { payment: replay(await getPayment(store, asked.paymentId), asked), isReplay: true };
}

/** @throws ShopError `not-found` */
export async function getPayment(store: PaymentStore, paymentId: string): Promise<Payment> {
  const payment = await store.find(paymentId);
  if (payment === undefined) throw new ShopError('not-found', 'there is no payment with this id');
  return payment;
}
