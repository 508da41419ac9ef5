import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { assessmentKey } from '../../../schemas/items/assessment-item.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { paymentKey } from '../../../schemas/items/payment-item.ts';
import { differences } from '../../invariants/losses.ts';
import { canaryRequests } from '../canary-requests.ts';
import type { RolloutProbe } from '../probe.ts';

/** Takes a payment of nothing, sends it again and reads it: every answer, from whichever release, is the same. */
export const paymentsProbe: RolloutProbe = {
  async release({ shop }, signal) {
    return (await shop.send('payments', 'GET', '/payments/unknown', undefined, signal)).release;
  },

  async canary(context, paymentId, signal) {
    const { aws, system } = context;
    const { result, send } = canaryRequests(context, 'payments', signal);
    const payment = { paymentId, amount: '0.00', currency: 'GBP', kind: 'charge', customerId: null };
    const request = { ...payment, country: 'EIRE' };
    try {
      const taken = await send(201, 'POST', '/payments', request);
      if (taken === undefined) return result;
      result.writtenBy = taken.release;
      const answers = [
        await send(200, 'POST', '/payments', request),
        await send(200, 'GET', `/payments/${paymentId}`),
      ];
      const about = { canary: paymentId, writtenBy: result.writtenBy };
      result.losses = answers.flatMap((answer) =>
        answer === undefined ? [] : differences(taken.body, answer.body, about),
      );
      return result;
    } finally {
      const { payments, fraud } = system.tables;
      const remove = (TableName: string, Key: ItemKey) =>
        aws.documents.send(new DeleteCommand({ TableName, Key }));
      await remove(payments, paymentKey(paymentId));
      await remove(fraud, assessmentKey(paymentId));
    }
  },
};
