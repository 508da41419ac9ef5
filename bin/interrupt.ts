import { watchParent } from '@modes-of-dataflow/endpoint';
import { CliError, EXIT } from './cli-error.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface InterruptOptions {
  /** Ctrl-C is how the command is meant to end, so it says nothing about it. */
  expected?: boolean;
}

/**
 * Runs `work` with a signal that aborts on Ctrl-C, on SIGTERM and SIGHUP, when the program that started this one is
 * gone, and when its output is no longer read (`dataflow demo | head`), so that it can clean up. A second Ctrl-C
 * ends the program at once.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { expected = false }: InterruptOptions = {},
): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new CliError('interrupted', 'Interrupted'));
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    if (!expected) console.error('\nInterrupted. Cleaning up; press Ctrl-C again to quit at once.');
    interrupt();
  };
  const outputFailed = () => controller.abort(new CliError('output-closed', 'The output was closed'));
  for (const signal of SIGNALS) process.on(signal, stop);
  process.stdout.on('error', outputFailed);
  // A killed npm passes no signal on; the endpoint of this command must not outlive it.
  watchParent(interrupt);
  try {
    return await work(controller.signal);
  } catch (error) {
    // What an aborted child or request says about its end is not the point.
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    process.stdout.off('error', outputFailed);
  }
}

/** `dataflow … | head` closes the output early, which is no reason for a stack trace. */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
