import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, Context, SQSEvent } from 'aws-lambda';
import { sendCallback } from '../../shared/callbacks/send-callback.ts';
import { required } from '../../shared/environment.ts';
import { queueAt } from '../../shared/queues/queue.ts';
import { queueWorker } from '../../shared/queues/queue-worker.ts';
import { Table } from '../../shared/table.ts';
import { reportPayment, takeRequestedPayment } from './finish-payment.ts';
import { fraudAssessor } from './fraud.ts';
import { paymentRequests } from './payment-requests.ts';
import { paymentStore } from './payment-store.ts';
import { paymentsHandler } from './payments-handler.ts';

const release = 'v2';
const table = new Table(required('PAYMENTS_TABLE'));
const store = paymentStore(table);
const requests = paymentRequests(table);
const now = () => new Date();
const fraud = () => fraudAssessor({ apiId: required('FRAUD_API_ID'), stage: required('FRAUD_API_STAGE') });

// Three functions run this code, each with an environment and a role of its own: what one needs, the others lack.
const api = once(() =>
  paymentsHandler({
    store,
    ...fraud(),
    now,
    newPaymentId: randomUUID,
    requests,
    work: queueAt(required('PAYMENTS_WORK_QUEUE_URL')),
    callbackReceivers: [
      {
        apiId: required('CALLBACKS_API_ID'),
        stage: required('CALLBACKS_API_STAGE'),
        path: '/callbacks/payments',
      },
    ],
  }),
);
const work = once(() =>
  queueWorker(
    { release, queue: queueAt(required('PAYMENTS_WORK_QUEUE_URL')) },
    takeRequestedPayment({
      store,
      ...fraud(),
      now,
      requests,
      callbacks: queueAt(required('PAYMENTS_CALLBACK_QUEUE_URL')),
    }),
  ),
);
const callbacks = once(() =>
  queueWorker(
    { release, queue: queueAt(required('PAYMENTS_CALLBACK_QUEUE_URL')) },
    reportPayment({ store, requests, now, send: sendCallback }),
  ),
);

export const handler = (event: APIGatewayProxyEvent, context: Context) => api()(event, context);

/** Takes payments whose clients do not wait. */
export const worker = (event: SQSEvent, context: Context) => work()(event, context);

/** Reports them. */
export const callbackSender = (event: SQSEvent, context: Context) => callbacks()(event, context);

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
