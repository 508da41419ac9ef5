import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { paymentRequestKey } from '../../../schemas/items/payment-item.ts';
import { storedMoney } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import type { Table } from '../../shared/table.ts';
import type { NewPayment } from './payment.ts';

/** A payment that a client has asked for and does not wait for. */
export interface PaymentRequest extends NewPayment {
  /** Where the payment is reported once it is taken. */
  callbackUrl?: string;
  /** ISO 8601. */
  requestedAt: string;
}

export interface PaymentRequests {
  find(paymentId: string): Promise<PaymentRequest | undefined>;
  /** False, and nothing written, when there is a request with this id. */
  create(request: PaymentRequest): Promise<boolean>;
}

const storedRequest = z.object({
  paymentId: z.string(),
  orderId: z.string(),
  amount: storedMoney,
  currency: z.literal('GBP'),
  kind: z.enum(['charge', 'refund']),
  customerId: z.string().nullable(),
  country: z.string(),
  callbackUrl: z.string().exactOptional(),
  requestedAt: z.string(),
});

export function paymentRequests(table: Pick<Table, 'createItem' | 'getItem'>): PaymentRequests {
  return {
    async find(paymentId) {
      const item = await table.getItem(paymentRequestKey(paymentId));
      return item === undefined ? undefined : parse(storedRequest, item, 'internal');
    },
    create: (request) =>
      table.createItem(paymentRequestKey(request.paymentId), {
        ...request,
        type: 'payment-request',
        amount: NumberValue.from(request.amount.toFixed()),
      }),
  };
}
