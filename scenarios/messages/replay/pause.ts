import { DriverError } from '../../../driver/errors.ts';
import type { ReplayClient, ReplayStatus } from '../../../driver/replay/replay-client.ts';
import { progressOf } from '../../../driver/replay/run-replay.ts';

export interface Paused {
  /** Events sent before the pause, and events of the whole range. */
  sent: number;
  of: number;
  /** Events by which the checkpoints moved during the pause. */
  moved: number;
  /** How a step and a second replay were answered during the pause: the code of the refusal, or `accepted`. */
  step: string;
  secondReplay: string;
}

/** Sends about half of a replay that has just started, pauses it, tries what must be refused then, and resumes it. */
export async function pauseInTheMiddle(client: ReplayClient, begun: ReplayStatus): Promise<Paused> {
  const { group } = begun;
  const { of } = progressOf(begun);
  await client.step(group, Math.max(1, Math.min(1_000, Math.floor(of / 2))));
  const paused = await client.pause(group);
  const step = await outcomeOf(client.step(group));
  const secondReplay = await outcomeOf(client.start(group));
  const after = await client.status(group);
  await client.resume(group);
  const { sent } = progressOf(paused);
  return { sent, of, moved: progressOf(after).sent - sent, step, secondReplay };
}

async function outcomeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
    return 'accepted';
  } catch (error) {
    if (DriverError.is(error, 'replay-refused')) return error.subject;
    throw error;
  }
}
