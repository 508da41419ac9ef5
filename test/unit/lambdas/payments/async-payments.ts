import type { AsyncPayments } from '../../../../lambdas/payments/v2/accept-payment.ts';
import { paymentRequests } from '../../../../lambdas/payments/v2/payment-requests.ts';
import type { SendQueue } from '../../../../lambdas/shared/queues/queue.ts';
import type { Table } from '../../../../lambdas/shared/table.ts';

export interface RecordedQueue extends SendQueue {
  readonly sent: unknown[];
}

/** A queue that keeps what is sent to it. */
export function recordedQueue(): RecordedQueue {
  const sent: unknown[] = [];
  return {
    sent,
    async send(body) {
      sent.push(body);
    },
  };
}

const RECEIVER = { apiId: 'receiver', stage: 'live', path: '/callbacks/payments' };

/** As `apiUrl` builds it in the environment of the tests. */
export const CALLBACK_URL = 'https://receiver.execute-api.us-east-1.amazonaws.com/live/callbacks/payments';

/** What a handler needs for payments that nobody waits for; both releases have the same types. */
export function asyncPayments(
  table: Pick<Table, 'createItem' | 'getItem'>,
  work: SendQueue = recordedQueue(),
): AsyncPayments {
  return { requests: paymentRequests(table), work, callbackReceivers: [RECEIVER] };
}
