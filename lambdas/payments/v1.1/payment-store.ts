import { parse } from '../../shared/parse.ts';
import type { Table } from '../../shared/table.ts';
import { paymentKey } from '../domain.ts';
import { type Payment, paymentAttributes, storedPayment } from './payment.ts';

export interface PaymentStore {
  find(paymentId: string): Promise<Payment | undefined>;
  /** False, and nothing written, when there is a payment with this id. */
  create(payment: Payment): Promise<boolean>;
}

export function paymentStore(table: Pick<Table, 'createItem' | 'getItem'>): PaymentStore {
  return {
    async find(paymentId) {
      const item = await table.getItem(paymentKey(paymentId));
      return item === undefined ? undefined : parse(storedPayment, item, 'internal');
    },
    create: (payment) => table.createItem(paymentKey(payment.paymentId), paymentAttributes(payment)),
  };
}
