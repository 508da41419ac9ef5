import type { DriverContext } from '../context.ts';
import { processBacklog } from './process-backlog.ts';

/** Of one batch of the lab. */
const MESSAGES_PER_BATCH = 5;
/** A batch takes longer than it takes to start an execution environment, so that none gets a second one. */
const WORK_MS = 60;

/** Starts execution environments of the ordering lab, so that what follows does not measure how long that takes. */
export async function warmUpConsumers(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal' | 'run'>,
  scenario: string,
  consumers: number,
): Promise<void> {
  await processBacklog(context, {
    log: `${context.run}-${scenario}-warm-up`,
    queue: 'standard',
    consumers,
    messages: Array.from({ length: consumers * MESSAGES_PER_BATCH }, (_, index) => ({
      group: `group-${index}`,
      workMs: WORK_MS,
      failures: 0,
      afterFailure: 'hold-group',
    })),
  });
}
