import type { DriverContext } from '../context.ts';
import type { Loss } from '../invariants/losses.ts';

export type ProbeContext = Pick<DriverContext, 'aws' | 'shop' | 'system'>;

/** What one canary saw on its way through the alias. */
export interface CanaryResult {
  requests: number;
  /** Requests without the answer that they should have. */
  errors: number;
  /** Which release answered the write; undefined when none did. */
  writtenBy: string | undefined;
  losses: Loss[];
}

/** How a rollout asks a service which release answers, and whether it works. */
export interface RolloutProbe {
  /** The release that answers a request which changes nothing. */
  release(context: ProbeContext, signal: AbortSignal): Promise<string | undefined>;
  /**
   * Writes and reads through the alias as a client would, compares what is stored with what was written, and deletes
   * what can be deleted.
   *
   * @param id that no other canary has
   */
  canary(context: ProbeContext, id: string, signal: AbortSignal): Promise<CanaryResult>;
}
