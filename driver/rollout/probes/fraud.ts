import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { assessmentKey } from '../../../schemas/items/assessment-item.ts';
import { differences } from '../../invariants/losses.ts';
import { canaryRequests } from '../canary-requests.ts';
import type { RolloutProbe } from '../probe.ts';

/** Has a payment assessed twice: the second answer, from whichever release, repeats the first. */
export const fraudProbe: RolloutProbe = {
  async release({ shop }, signal) {
    return (await shop.send('fraud', 'POST', '/assessments', {}, signal)).release;
  },

  async canary(context, assessmentId, signal) {
    const { aws, system } = context;
    const { result, send } = canaryRequests(context, 'fraud', signal);
    const request = { assessmentId, amount: '1.00', currency: 'GBP', customerId: null, country: 'EIRE' };
    try {
      const assessed = await send(201, 'POST', '/assessments', request);
      if (assessed === undefined) return result;
      result.writtenBy = assessed.release;
      const repeated = await send(200, 'POST', '/assessments', request);
      if (repeated !== undefined) {
        const about = { canary: assessmentId, writtenBy: result.writtenBy };
        result.losses = differences(assessed.body, repeated.body, about);
      }
      return result;
    } finally {
      const Key = assessmentKey(assessmentId);
      await aws.documents.send(new DeleteCommand({ TableName: system.tables.fraud, Key }));
    }
  },
};
