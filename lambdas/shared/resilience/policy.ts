/** How a client protects itself, its dependency and its own caller. Times are in milliseconds. */
export interface ResiliencePolicy {
  /** The longest that one attempt may take: not shorter than the dependency itself may take. */
  attemptMs: number;
  /** The longest that all attempts of a call may take together, pauses included. */
  budgetMs: number;
  retries: {
    /** Attempts per call, the first included. */
    attempts: number;
    /** The pause before the first retry is random, between 0 and this; before each further one it may be twice as long. */
    initialDelayMs: number;
    maxDelayMs: number;
    /**
     * Retries as a share of calls, over time: with 0.2, one retry for five calls. So an outage multiplies the load of a
     * dependency by 1.2 at most, and not by the number of attempts.
     */
    budget: number;
  };
  breaker: {
    /** Calls in a row that found the dependency down, after which it is not called. */
    failures: number;
    openMs: number;
  };
  /**
   * Calls at a time, and calls that wait for their turn. It protects processes that make several calls at once: consumers
   * of batches, and the driver. An execution environment of Lambda serves one request at a time, so what limits a route
   * is the reserved concurrency of its function.
   */
  bulkhead: { concurrent: number; queued: number };
}

/** What is in effect; a deployment for fault injection can switch parts off, to show what they are for. */
export type Protections =
  | 'all'
  | 'no-fallback'
  /** Three attempts without pauses, each with the full `attemptMs`: no budget, breaker, bulkhead or fallback. */
  | 'none';

/** The attempts of a client without protections. */
export const UNPROTECTED_ATTEMPTS = 3;
