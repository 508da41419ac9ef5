import { watchParent } from '../local/core/parent.ts';
import { CliError, EXIT } from './cli-error.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` with a signal that aborts on Ctrl-C (and on SIGTERM and SIGHUP, and when the program that started this
 * one is gone), so that it can clean up; a second Ctrl-C ends the program at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new CliError('interrupted', 'Interrupted'));
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    interrupt();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  // A killed npm hands no signal on: whoever ends it so would be left with an endpoint that nobody sees.
  watchParent(interrupt);
  try {
    return await work(controller.signal);
  } catch (error) {
    // What an aborted child or request says about its end is not the point.
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}
