import { randomUUID } from 'node:crypto';
import { required } from '../../shared/environment.ts';
import { Table } from '../../shared/table.ts';
import { fraudAssessor } from './fraud.ts';
import { paymentStore } from './payment-store.ts';
import { paymentsHandler } from './payments-handler.ts';

export const handler = paymentsHandler({
  store: paymentStore(new Table(required('PAYMENTS_TABLE'))),
  ...fraudAssessor({ apiId: required('FRAUD_API_ID'), stage: required('FRAUD_API_STAGE') }),
  now: () => new Date(),
  newPaymentId: randomUUID,
});
