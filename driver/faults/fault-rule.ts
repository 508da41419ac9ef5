import type { ServiceName } from '../system.ts';

/** Times are in milliseconds, up to 60,000. */
export type Fault =
  /** Waits, then acts. */
  | { kind: 'latency'; ms: number }
  /** Acts, then waits: the caller may give up on something that was done. */
  | { kind: 'late-answer'; ms: number }
  /** 500, without acting. */
  | { kind: 'error' }
  /** 503, without acting. */
  | { kind: 'unavailable' }
  /** 429 with `Retry-After`, without acting. */
  | { kind: 'refusal' }
  /** Acts, then answers late and with up to 1,000,000 bytes of padding, which means nothing to a reader. */
  | { kind: 'slow-body'; ms: number; bytes: number }
  /** Acts, then answers in base64, which the content type does not say. */
  | { kind: 'wrong-encoding' }
  /**
   * The clients of `service` run without resilience (three immediate attempts, no budget, breaker, bulkhead or fallback),
   * or only without fallbacks. `caller` and `operation` do not matter.
   */
  | { kind: 'protections'; off: 'all' | 'fallback' };

export interface FaultRule {
  /** The service that misbehaves. */
  service: ServiceName;
  /** Only in calls of this service, and not in calls from outside the shop. By default in all calls. */
  caller?: ServiceName;
  /** Only this operation, as the protocol names it: `POST /payments`, `Assess`, `BookShipment`. */
  operation?: string;
  /** In this share of calls, from 0 to 1. */
  share: number;
  fault: Fault;
}
