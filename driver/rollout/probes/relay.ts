import { outboxKey } from '../../../schemas/items/outbox-item.ts';
import { produceEvent } from '../../messages/produce-event.ts';
import { invokeRelay } from '../../outbox/invoke-relay.ts';
import { isPublished } from '../../outbox/is-published.ts';
import { executedRelease } from '../executed-release.ts';
import { firstProducer } from '../first-producer.ts';
import type { CanaryResult, RolloutProbe } from '../probe.ts';

/**
 * Hands the event of an order of free lines to the alias, as the stream does, and looks whether it is marked as published.
 * The stream brings it as well: the topic removes the duplicate.
 */
export const relayProbe: RolloutProbe = {
  async release(context, signal) {
    const { version } = await invokeRelay({ ...context, signal }, []);
    return executedRelease(context, context.system.relay.functionName, version);
  },

  async canary(given, id, signal) {
    const context = { ...given, signal };
    const result: CanaryResult = { requests: 1, errors: 0, writtenBy: undefined, losses: [] };
    const { orderId, eventId, body } = await produceEvent(context, await firstProducer(context), 'order', id);
    const item = { ...outboxKey(orderId, eventId), orderId, eventId, event: body };
    const answer = await invokeRelay(context, [item]).catch(() => undefined);
    signal.throwIfAborted();
    if (answer === undefined || answer.failed.size > 0) return { ...result, errors: 1 };
    const writtenBy = await executedRelease(context, context.system.relay.functionName, answer.version);
    result.writtenBy = writtenBy;
    if (!(await isPublished(context, { orderId, eventId }))) {
      result.losses = [{ canary: id, field: 'publishedAt', before: 'set', after: undefined, writtenBy }];
    }
    return result;
  },
};
