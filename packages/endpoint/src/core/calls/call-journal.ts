import type { Clock } from '../clock.ts';
import { AwsError } from '../errors.ts';
import type { Call, Interceptor } from './call.ts';
import { describePrincipal } from './principal.ts';

/** A call without its payload. */
export interface RecordedCall {
  id: string;
  parent: string | undefined;
  traceId: string;
  service: string;
  operation: string;
  resource: string | undefined;
  /** How many items, messages or entries a batch or a transaction has; absent for other calls. */
  entries: number | undefined;
  /** As `describePrincipal` writes it. */
  principal: string;
  origin: Call['origin'];
  /** Milliseconds since the epoch. */
  startedAt: number;
  milliseconds: number;
  /** `ok`, or the code of the error. */
  outcome: string;
}

const MAX_CALLS = 1_000;
/** Recording ends when the calls have not been read for so long. */
const RECORDING_MS = 5 * 60_000;

/** The latest calls in memory. Off until it is read for the first time. */
export class CallJournal {
  readonly #clock: Clock;
  #calls: RecordedCall[] = [];
  #recordUntil = Number.NEGATIVE_INFINITY;
  #sequence = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts or prolongs recording. Returns the calls after the cursor, oldest first, and the next cursor. */
  read(after = 0): { cursor: number; calls: RecordedCall[] } {
    if (!this.recording) this.#calls = [];
    this.#recordUntil = this.#clock.now() + RECORDING_MS;
    const first = this.#sequence - this.#calls.length;
    return { cursor: this.#sequence, calls: this.#calls.slice(Math.max(0, after - first)) };
  }

  get recording(): boolean {
    return this.#clock.now() < this.#recordUntil;
  }

  readonly interceptor: Interceptor = (next) => async (call) => {
    if (!this.recording) return next(call);
    const startedAt = this.#clock.now();
    try {
      const output = await next(call);
      this.#add(call, startedAt, 'ok');
      return output;
    } catch (error) {
      this.#add(call, startedAt, AwsError.from(error).code);
      throw error;
    }
  };

  #add(call: Call, startedAt: number, outcome: string): void {
    this.#calls.push({
      id: call.id,
      parent: call.parent,
      traceId: call.trace.traceId,
      service: call.service,
      operation: call.operation,
      resource: resourceOf(call),
      entries: entriesOf(call),
      principal: describePrincipal(call.principal),
      origin: call.origin,
      startedAt,
      milliseconds: this.#clock.now() - startedAt,
      outcome,
    });
    this.#sequence += 1;
    if (this.#calls.length > MAX_CALLS) this.#calls.shift();
  }
}

/** Members that hold the entries of a batch or a transaction, whatever the service. */
const ENTRIES = ['TransactItems', 'Entries', 'PublishBatchRequestEntries'];

function entriesOf(call: Call): number | undefined {
  const input = inputOf(call);
  const lists = ENTRIES.map((member) => input?.get(member)).filter((value) => Array.isArray(value));
  return lists[0]?.length;
}

/** Input that the service refuses has no members. */
function inputOf(call: Call): Map<string, unknown> | undefined {
  try {
    return new Map(Object.entries(call.input));
  } catch {
    return undefined;
  }
}

/** Input that the service refuses names no resource. */
function resourceOf(call: Call): string | undefined {
  try {
    return call.resource;
  } catch {
    return undefined;
  }
}
