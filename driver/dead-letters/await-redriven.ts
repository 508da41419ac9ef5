import { setTimeout as sleep } from 'node:timers/promises';
import type { DriverContext } from '../context.ts';
import { queueDepth } from '../queue-depth.ts';
import type { ConsumerName } from '../system.ts';
import type { DeadLetter, EventHead } from './dead-letter.ts';
import { processedEvents } from './effects.ts';
import { peekDeadLetters } from './list-dead-letters.ts';
import { deadLetterQueues } from './queues.ts';
import type { Redriven } from './redrive.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

/**
 * - `processed`: the consumer has the effect of the event, or left its queue without making it a dead letter.
 * - `returned`: it is a dead letter again.
 * - `unconfirmed`: neither within the time; it may still be retried.
 */
export type RedriveOutcome = 'processed' | 'returned' | 'unconfirmed';

export interface RedrivenOutcome extends Redriven {
  outcome: RedriveOutcome;
  /** The new dead letter, where it returned. */
  returnedAs?: DeadLetter;
}

const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;

/** Waits until every redriven message has been processed, or is a dead letter again. */
export async function awaitRedriven(
  context: Context,
  redriven: readonly Redriven[],
  { timeoutMs }: { timeoutMs: number },
): Promise<RedrivenOutcome[]> {
  const end = performance.now() + timeoutMs;
  const byConsumer = Map.groupBy(redriven, ({ consumer }) => consumer);
  const outcomes = await Promise.all(
    [...byConsumer].map(([consumer, sent]) => awaitConsumer(context, consumer, sent, end)),
  );
  const bySentId = new Map(outcomes.flat().map((outcome) => [outcome.sentAs, outcome]));
  return redriven.map((sent) => bySentId.get(sent.sentAs) ?? { ...sent, outcome: 'unconfirmed' });
}

async function awaitConsumer(
  context: Context,
  consumer: ConsumerName,
  sent: readonly Redriven[],
  end: number,
): Promise<RedrivenOutcome[]> {
  const settled: RedrivenOutcome[] = [];
  let pending = [...sent];
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    const outcomes = await observe(context, consumer, pending);
    settled.push(...outcomes.filter(({ outcome }) => outcome !== 'unconfirmed'));
    pending = outcomes.filter(({ outcome }) => outcome === 'unconfirmed');
    if (pending.length === 0 || performance.now() > end) break;
    await sleep(pauseMs, undefined, { signal: context.signal });
  }
  // A queue with much traffic is never empty. What had been processed before has its effect in any case.
  const rest = pending.map((each): RedrivenOutcome => {
    return { ...each, outcome: each.hadEffect ? 'processed' : 'unconfirmed' };
  });
  return [...settled, ...rest];
}

async function observe(
  context: Context,
  consumer: ConsumerName,
  pending: readonly Redriven[],
): Promise<RedrivenOutcome[]> {
  // In this order: what had left the queue before the dead letters were read is among them if it failed.
  const { waiting, inFlight } = await queueDepth(context, context.system.consumers[consumer].queueUrl);
  const found = await processedEvents(context, consumer, pending.flatMap(revealing));
  const { letters, notSeen } = await readReturned(context, consumer);
  const hasLeft = waiting + inFlight === 0 && notSeen === 0;
  return pending.map((sent) => {
    const returnedAs = letters.get(sent.sentAs);
    if (returnedAs !== undefined) return { ...sent, outcome: 'returned', returnedAs };
    const isProcessed = hasLeft || revealing(sent).some(({ id }) => found.has(id));
    return { ...sent, outcome: isProcessed ? 'processed' : 'unconfirmed' };
  });
}

/** The event, where its effect says that this message has been processed: there was none before. */
function revealing({ letter, hadEffect }: Redriven): EventHead[] {
  return letter.event === undefined || hadEffect ? [] : [letter.event];
}

/** Dead letters of a consumer by the id of the message that failed. */
async function readReturned(context: Context, consumer: ConsumerName) {
  const queue = deadLetterQueues(context.system, new Set([consumer])).find(
    ({ kind }) => kind === 'dead-letters',
  );
  if (queue === undefined) throw new Error(`${consumer} has no dead-letter queue`);
  const { letters, notSeen } = await peekDeadLetters(context, queue, 0);
  return { letters: new Map(letters.map((letter) => [letter.failedMessageId, letter])), notSeen };
}
