import type { DriverContext } from '../context.ts';
import { type DeadLetter, readDeadLetter } from '../dead-letters/dead-letter.ts';
import { deadLetterQueues } from '../dead-letters/queues.ts';
import { visitQueue } from '../dead-letters/visit-queue.ts';
import type { ConsumerName } from '../system.ts';

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system'>;

/** Takes the dead letters of a consumer that are wanted out of its queue, and leaves the others there. */
export async function takeParked(
  context: Context,
  consumer: ConsumerName,
  isWanted: (letter: DeadLetter) => boolean,
  waitSeconds = 1,
): Promise<DeadLetter[]> {
  const taken: DeadLetter[] = [];
  const queues = deadLetterQueues(context.system, new Set([consumer]));
  for (const queue of queues.filter(({ kind }) => kind === 'dead-letters')) {
    await visitQueue(context, queue.url, { waitSeconds }, async (message) => {
      const letter = readDeadLetter(queue, message);
      if (!isWanted(letter)) return 'keep';
      taken.push(letter);
      return 'delete';
    });
  }
  return taken;
}
