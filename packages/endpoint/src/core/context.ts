import type { Call } from './api.ts';
import type { Calls } from './calls/calls.ts';
import type { Principals } from './calls/principal.ts';
import type { Children } from './children.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Patterns } from './patterns.ts';
import type { StateStore } from './state.ts';

/** What every service is given. One account, one region; clock, randomness and ids are passed in. */
export interface EndpointContext {
  readonly accountId: string;
  readonly region: string;
  /** Time as AWS's clients see it: visibility, retention, expiry. */
  readonly clock: Clock;
  /** Time of the machine: how long processes and threads really take. The system's clock outside of unit tests. */
  readonly machineClock: Clock;
  /**
   * As slow as AWS where clients notice: resources pass through their transitional states, stacks are asynchronous,
   * and SNS delivers after it has answered. Without it, everything is ready when the answer leaves.
   */
  readonly realistic: boolean;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
  readonly log: Log;
  /** Where state lives: in memory, or in the data directory. */
  readonly state: StateStore;
  /** Where database files are: the data directory, or scratch space on a memory file system where there is one. */
  readonly databaseDirectory: string;
  /** A directory for files: the data directory, or a scratch one that is removed on shutdown. */
  readonly directory: string;
  /** Starts programs that end with the endpoint, however it ends. */
  readonly children: Children;
  /** Tests regular expressions that come from outside, off the main thread and under a deadline. */
  readonly patterns: Patterns;
  /** Calls another service of this endpoint, as the service that the context was made for. */
  readonly call: Call;
  /** The pipeline that every call passes through. */
  readonly calls: Calls;
  readonly principals: Principals;
  /** The endpoint's own base URL, without a trailing slash; known once it listens. */
  readonly url: () => string;
}
