import { DriverError } from '../errors.ts';
import type { ReplayClient, ReplayStatus } from './replay-client.ts';

/**
 * Sends the events of a started or resumed replay, step by step, until it is completed or stops running: another program
 * may pause or cancel it. An interrupted replay goes on with the next step, of this program or another.
 */
export async function runReplay(
  client: ReplayClient,
  group: string,
  onProgress: (status: ReplayStatus) => void = () => {},
): Promise<ReplayStatus> {
  let status = await client.status(group);
  while (status.state === 'running') {
    onProgress(status);
    status = await client.step(group).catch((error: unknown) => {
      // Paused or canceled since the status was read.
      if (DriverError.is(error, 'replay-refused') && error.subject === 'wrong-state')
        return client.status(group);
      throw error;
    });
  }
  onProgress(status);
  return status;
}

/** Events of the replay's range, and how many of them are sent. */
export function progressOf({ partitions }: ReplayStatus): { sent: number; of: number } {
  const sum = (count: (each: (typeof partitions)[number]) => number) =>
    partitions.reduce((total, each) => total + count(each), 0);
  return { sent: sum(({ next, from }) => next - from), of: sum(({ to, from }) => to - from) };
}
