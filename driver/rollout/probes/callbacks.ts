import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { callbackKey } from '../../../schemas/items/callback-item.ts';
import { canaryRequests } from '../canary-requests.ts';
import type { RolloutProbe } from '../probe.ts';

/** Sends a callback twice: the first is stored, and the second is refused. */
export const callbacksProbe: RolloutProbe = {
  async release({ shop }, signal) {
    // Refused, because it has no id.
    const headers = { 'x-timeout-ms': '5000' };
    const path = '/callbacks/payments';
    return (await shop.send('callbacks', 'POST', path, {}, signal, headers)).release;
  },

  async canary(context, callbackId, signal) {
    const { aws, system } = context;
    const { result, send } = canaryRequests(context, 'callbacks', signal);
    const headers = {
      'x-timeout-ms': '5000',
      'callback-id': callbackId,
      'callback-timestamp': String(Math.floor(Date.now() / 1000)),
    };
    const payment = { paymentId: callbackId, status: 'accepted' };
    try {
      const stored = await send(201, 'POST', '/callbacks/payments', payment, headers);
      if (stored === undefined) return result;
      result.writtenBy = stored.release;
      await send(409, 'POST', '/callbacks/payments', payment, headers);
      return result;
    } finally {
      const Key = callbackKey(callbackId);
      await aws.documents.send(new DeleteCommand({ TableName: system.tables.callbacks, Key }));
    }
  },
};
