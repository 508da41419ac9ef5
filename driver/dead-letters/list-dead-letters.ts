import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { eventDecoder } from '../journal/decode-event.ts';
import { type DeadLetter, type ListedCause, readDeadLetter } from './dead-letter.ts';
import { type DeadLetterOwner, type DeadLetterQueue, deadLetterQueues } from './queues.ts';
import { visitQueue } from './visit-queue.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

/** Everything, by default. */
export interface DeadLetterFilter {
  owners?: ReadonlySet<DeadLetterOwner>;
  causes?: ReadonlySet<ListedCause>;
}

/** What a dead letter says: its data, or why that cannot be decoded. */
export type DecodedDeadLetter = DeadLetter & ({ data: unknown } | { undecoded: string });

export interface ListedDeadLetters {
  /** The earliest failure first. */
  letters: DecodedDeadLetter[];
  /** Messages, of any cause, that cannot be listed at this time: see `visitQueue`. */
  notSeen: number;
}

/** How long AWS is asked for messages that it may not show at once. */
const WAIT_SECONDS = 1;

/** Reads the dead-letter queues and leaves every message where it is. */
export async function listDeadLetters(
  context: Context,
  { owners, causes }: DeadLetterFilter = {},
  { waitSeconds = WAIT_SECONDS }: { waitSeconds?: number } = {},
): Promise<ListedDeadLetters> {
  const letters: DeadLetter[] = [];
  const visits = deadLetterQueues(context.system, owners).map((queue) =>
    visitQueue(context, queue.url, { waitSeconds }, async (message) => {
      const letter = readDeadLetter(queue, message);
      if (causes?.has(letter.cause) ?? true) letters.push(letter);
      return 'keep';
    }),
  );
  const visited = await Promise.all(visits);
  const decode = decoder(context);
  letters.sort((a, b) => a.failedAt.localeCompare(b.failedAt));
  return {
    letters: await Promise.all(letters.map(async (letter) => ({ ...letter, ...(await decode(letter)) }))),
    notSeen: visited.reduce((sum, { notSeen }) => sum + notSeen, 0),
  };
}

/** Reads one dead-letter queue as `listDeadLetters` does, without decoding. */
export async function peekDeadLetters(
  context: Context,
  queue: DeadLetterQueue,
  waitSeconds: number,
): Promise<{ letters: DeadLetter[]; notSeen: number }> {
  const letters: DeadLetter[] = [];
  const { notSeen } = await visitQueue(context, queue.url, { waitSeconds }, async (message) => {
    letters.push(readDeadLetter(queue, message));
    return 'keep';
  });
  return { letters, notSeen };
}

function decoder(
  context: Context,
): (letter: DeadLetter) => Promise<{ data: unknown } | { undecoded: string }> {
  const decode = eventDecoder(context);
  return async ({ event, queue, body }) => {
    if (queue === 'set-aside') return { undecoded: 'It is a report, not an event' };
    if (event === undefined) return { undecoded: 'The body is not a CloudEvent' };
    try {
      return { data: (await decode(body)).data };
    } catch (error) {
      if (DriverError.is(error, 'event-not-decodable')) return { undecoded: error.message };
      throw error;
    }
  };
}
