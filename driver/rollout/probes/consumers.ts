import type { DeadLetter } from '../../dead-letters/dead-letter.ts';
import { invokeConsumer } from '../../messages/invoke-consumer.ts';
import { itemOf } from '../../messages/item-of.ts';
import { produceEvent } from '../../messages/produce-event.ts';
import { takeParked } from '../../messages/take-parked.ts';
import { ALIAS, type ConsumerName } from '../../system.ts';
import { executedRelease } from '../executed-release.ts';
import { firstProducer } from '../first-producer.ts';
import type { CanaryResult, RolloutProbe } from '../probe.ts';

/**
 * Hands the event of an order of free lines to the alias, as the queue does, and looks for what the consumer stores of it.
 * The order is a real one, so the event comes over the queue as well: it is stored once. It is written with the first
 * version of its schema, which every release reads.
 */
export function consumerProbe(consumer: ConsumerName): RolloutProbe {
  return {
    async release(context, signal) {
      const { functionName } = context.system.consumers[consumer];
      const { version } = await invokeConsumer({ ...context, signal }, functionName, ALIAS, []);
      return executedRelease(context, functionName, version);
    },

    async canary(given, id, signal) {
      const context = { ...given, signal };
      const { functionName } = context.system.consumers[consumer];
      const result: CanaryResult = { requests: 1, errors: 0, writtenBy: undefined, losses: [] };
      const event = await produceEvent(context, await firstProducer(context), 'order', id);
      const messageId = `${id}.${consumer}`;
      const message = { messageId, group: event.orderId, body: event.body };
      const answer = await invokeConsumer(context, functionName, ALIAS, [message]).catch(() => undefined);
      signal.throwIfAborted();
      if (answer === undefined || answer.failed.length > 0) return { ...result, errors: 1 };
      result.writtenBy = await executedRelease(context, functionName, answer.version);

      const item = await itemOf(context, consumer, event);
      // A release may park what another one, which got it over the queue, has stored.
      const waitSeconds = item === undefined ? 1 : 0;
      const isOwn = (letter: DeadLetter) => letter.failedMessageId === messageId;
      const parked = await takeParked(context, consumer, isOwn, waitSeconds);
      if (item === undefined || parked.length > 0) {
        const after = parked[0] === undefined ? undefined : `parked: ${parked[0].cause}`;
        const { writtenBy } = result;
        result.losses = [{ canary: id, field: 'event', before: 'processed', after, writtenBy }];
      }
      return result;
    },
  };
}
