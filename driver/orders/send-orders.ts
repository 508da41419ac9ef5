import { isDeepStrictEqual } from 'node:util';
import { Big } from 'big.js';
import { z } from 'zod';
import { type Retried, retrying } from '../clients/retrying.ts';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';
import type { Order } from './order.ts';

/** What came of sending a set of orders. */
export interface Sending {
  /** Ids of the orders that the shop took. */
  accepted: string[];
  /** How many of them the shop had not seen before. */
  fresh: number;
  /** Sum of the totals in the answers. */
  money: Big;
  /** Orders that were sent a second time on purpose, and how many of those were answered as the first time. */
  sentTwice: number;
  answeredAlike: number;
  /** How often an order was refused, by status and error code. */
  refused: Map<string, number>;
  /** Requests beyond the first of an order that a passing failure made necessary. */
  retries: number;
}

/** Enough to keep every stage of the path busy; more only adds execution environments. */
const CLIENTS = 8;

/** Every so many orders one is sent again, as a client does whose connection broke before the answer came. */
const TWICE_EVERY = 10;

const Refusal = z.looseObject({ error: z.looseObject({ code: z.string() }) });
const OrderAnswer = z.looseObject({ orderId: z.string(), total: z.string() });

export async function sendOrders(
  { shop, signal, progress }: Pick<DriverContext, 'shop' | 'signal' | 'progress'>,
  orders: readonly Order[],
): Promise<Sending> {
  const sending: Sending = {
    accepted: [],
    fresh: 0,
    money: Big(0),
    sentTwice: 0,
    answeredAlike: 0,
    refused: new Map(),
    retries: 0,
  };
  const post = async (order: Order): Promise<Retried['answer']> => {
    const send = () => shop.send('orders', 'POST', '/orders', order, signal);
    const { answer, attempts } = await retrying(send, signal);
    sending.retries += attempts - 1;
    return answer;
  };

  let done = 0;
  await concurrently(orders, CLIENTS, async (order, index) => {
    const first = await post(order);
    const body = OrderAnswer.safeParse(first?.body).data;
    if (first !== undefined && first.status < 300 && body?.orderId === order.orderId) {
      sending.accepted.push(order.orderId);
      sending.money = sending.money.plus(body.total);
      if (first.status === 201) sending.fresh += 1;
    } else {
      const reason = reasonOf(first);
      sending.refused.set(reason, (sending.refused.get(reason) ?? 0) + 1);
    }
    if (index % TWICE_EVERY === 0) {
      const second = await post(order);
      sending.sentTwice += 1;
      if (second?.status === 200 && isDeepStrictEqual(second.body, first?.body)) sending.answeredAlike += 1;
    }
    done += 1;
    progress(`${done} of ${orders.length} orders sent`);
  });
  return sending;
}

function reasonOf(answer: Retried['answer']): string {
  if (answer === undefined) return 'no answer';
  return `${answer.status} ${Refusal.safeParse(answer.body).data?.error.code ?? ''}`.trimEnd();
}
