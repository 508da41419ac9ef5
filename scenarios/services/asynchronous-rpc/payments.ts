import { callbackUrl } from '../../../driver/callbacks/callbacks-client.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { livePayments, type PaymentsClients } from '../../../driver/payments/payments-client.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

const CLIENTS = 8;
const TIMEOUT_MS = 10_000;
const TAKEN_WITHIN_MS = 60_000;

export interface AsyncPayments {
  /** Asks for payments without waiting for them. @returns how many requests were answered with 202 */
  request(paymentIds: readonly string[]): Promise<number>;
  /** @returns the status of a request with this callback URL */
  requestWithCallback(paymentId: string, callbackUrl: string): Promise<number>;
  /** Waits for the payments. @returns those that were taken, with their status */
  taken(paymentIds: readonly string[]): Promise<Map<string, string>>;
  close(): void;
}

/** Payments by contract v1, over the wire. */
export function asyncPayments(context: ScenarioContext): AsyncPayments {
  const payments = livePayments(context);
  const own = callbackUrl(context);
  return {
    async request(paymentIds) {
      const statuses = await concurrently(paymentIds, CLIENTS, (id) => post(payments, id, own));
      return statuses.filter((status) => status === 202).length;
    },
    requestWithCallback: (paymentId, url) => post(payments, paymentId, url),
    async taken(paymentIds) {
      const taken = new Map<string, string>();
      const look = async (): Promise<boolean> => {
        const missing = paymentIds.filter((id) => !taken.has(id));
        await concurrently(missing, CLIENTS, async (paymentId) => {
          const { data, response } = await payments.v1.GET('/v1/payments/{paymentId}', {
            params: { path: { paymentId }, header: { 'x-timeout-ms': TIMEOUT_MS } },
          });
          if (response.status === 200 && data !== undefined) taken.set(paymentId, data.status);
        });
        return taken.size === paymentIds.length;
      };
      await waitUntil(look, TAKEN_WITHIN_MS, context.signal);
      return taken;
    },
    close: () => payments.close(),
  };
}

async function post({ v1 }: PaymentsClients, paymentId: string, url: string): Promise<number> {
  const { response } = await v1.POST('/v1/payments', {
    params: {
      header: { 'x-timeout-ms': TIMEOUT_MS, 'Idempotency-Key': paymentId, Prefer: 'respond-async' },
    },
    body: {
      orderId: paymentId,
      amount: '12.50',
      currency: 'GBP',
      kind: 'charge',
      customerId: null,
      country: 'EIRE',
      callbackUrl: url,
    },
  });
  return response.status;
}
