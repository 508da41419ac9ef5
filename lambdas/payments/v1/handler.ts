import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { Table } from '../../shared/table.ts';
import { paymentKey, repetition, statusAfter } from '../domain.ts';
import { assess } from './fraud.ts';
import { describe, newPayment, type Payment, paymentAttributes, storedPayment } from './payment.ts';

const table = new Table(required('PAYMENTS_TABLE'));

export const handler = restHandler({
  release: 'v1',
  routes: {
    'POST /payments': take,
    'GET /payments/{paymentId}': show,
  },
});

async function take({ body, remainingMs }: RestRequest): Promise<Answer> {
  const asked = parse(newPayment, body);
  const assessment = await assess(asked, remainingMs());
  const payment = { ...asked, status: statusAfter(assessment.decision), assessment };
  const taken = await table.createItem(paymentKey(payment.paymentId), paymentAttributes(payment));
  if (taken) return { status: 201, body: describe(payment) };
  return { status: 200, body: describe(repetition(await find(payment.paymentId), asked)) };
}

async function show({ parameters: { paymentId = '' } }: RestRequest): Promise<Answer> {
  return { status: 200, body: describe(await find(paymentId)) };
}

async function find(paymentId: string): Promise<Payment> {
  const found = await table.getItem(paymentKey(paymentId));
  if (found === undefined) throw new ShopError('not-found', 'there is no payment with this id');
  return parse(storedPayment, found, 'internal');
}
