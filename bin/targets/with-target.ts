import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../../driver/targets/target.ts';
import { CliError } from '../cli-error.ts';
import { type Identity, identify, UnreachableError } from './identity.ts';
import { accountOf } from './reachable.ts';
import { endpointEnded, watchEndpoint } from './watch-endpoint.ts';

export interface TargetOptions {
  signal: AbortSignal;
  /** Settles when an endpoint ends that this program has started. */
  ended?: Promise<void>;
}

/** What work has to clean up after the end of the endpoint; it may wait for answers that never come. */
const GRACE_MS = 3_000;

/**
 * Does work against a target, and ends it with an error when the endpoint ends. The signal that the work is given
 * aborts then, too.
 *
 * @throws {CliError} when the target cannot be reached, is another one than its name says, or ends
 */
export async function withTarget<T>(
  target: Target,
  { signal, ended }: TargetOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await accountOf(target);
  const { endpoint } = target.aws;
  if (endpoint === undefined) return work(signal);

  const watch = watchEndpoint(endpoint, await identityOf(target, endpoint));
  const own = new AbortController();
  void ended?.then(() => own.abort(endpointEnded(endpoint)));
  const gone = AbortSignal.any([watch.signal, own.signal]);
  const working = work(AbortSignal.any([signal, gone]));
  try {
    const result = await Promise.race([working, goneFor(GRACE_MS, gone)]);
    gone.throwIfAborted();
    await watch.check();
    return result;
  } catch (error) {
    gone.throwIfAborted();
    signal.throwIfAborted();
    // What failed may have failed because the endpoint has ended just now.
    await watch.check();
    throw error;
  } finally {
    working.catch(() => {});
    watch.stop();
  }
}

/** Never resolves; rejects some time after the signal has aborted. */
function goneFor(milliseconds: number, gone: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    gone.addEventListener('abort', () => void sleep(milliseconds).then(() => reject(gone.reason)), {
      once: true,
    });
  });
}

async function identityOf({ name }: Target, endpoint: string): Promise<Identity> {
  const identity = await identify(endpoint).catch((error: unknown) => {
    if (error instanceof UnreachableError) throw endpointEnded(endpoint, error);
    throw error;
  });
  // The two differ in how traffic is shifted, and a report must say where it was made.
  const mismatch =
    (name === 'localstack' && identity.kind === 'embedded') ||
    (name === 'embedded' && identity.kind === 'localstack');
  if (mismatch) {
    const found = identity.kind === 'embedded' ? 'an embedded endpoint' : 'LocalStack';
    throw new CliError('environment', `The target is ${name}, but ${found} answers at ${endpoint}`, {
      hint: `Use --target ${identity.kind}, or give the address of the other one with --endpoint.`,
    });
  }
  return identity;
}
