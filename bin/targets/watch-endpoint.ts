import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import { type Identity, identify, UnreachableError } from './identity.ts';

export interface EndpointWatch {
  /** Aborts when the endpoint has ended, or another one has taken its address. */
  readonly signal: AbortSignal;
  /** Looks once, now. @throws {CliError} when the endpoint has ended */
  check(): Promise<void>;
  stop(): void;
}

const PAUSE_MS = 1_000;
/** A connection can break once for reasons of its own. */
const FAILURES = 2;

/** Asks an endpoint every second who it is. */
export function watchEndpoint(endpoint: string, identity: Identity): EndpointWatch {
  const ended = new AbortController();
  const stopped = new AbortController();

  const look = async (): Promise<CliError | undefined> => {
    for (let failure = 1; ; failure += 1) {
      try {
        return changed(endpoint, identity, await identify(endpoint));
      } catch (error) {
        if (!(error instanceof UnreachableError)) throw error;
        if (failure === FAILURES) return endpointEnded(endpoint, error);
      }
    }
  };
  const watch = async () => {
    while (!stopped.signal.aborted && !ended.signal.aborted) {
      await sleep(PAUSE_MS, undefined, { ref: false, signal: stopped.signal });
      const end = await look();
      if (end !== undefined) ended.abort(end);
    }
  };
  watch().catch(() => {}); // Only stopping ends the loop with an error.

  return {
    signal: ended.signal,
    async check() {
      ended.signal.throwIfAborted();
      const end = await look();
      if (end !== undefined) throw end;
    },
    stop: () => stopped.abort(),
  };
}

export function endpointEnded(endpoint: string, cause?: unknown): CliError {
  return new CliError('environment', `The endpoint ended: ${endpoint} no longer answers`, { cause });
}

function changed(endpoint: string, before: Identity, now: Identity): CliError | undefined {
  // An answer that came too late says nothing.
  if (before.kind !== 'embedded' || now.kind === 'other') return undefined;
  if (now.kind === 'embedded' && now.id === before.id) return undefined;
  return new CliError('environment', `The endpoint ended: another one answers at ${endpoint} now`);
}
