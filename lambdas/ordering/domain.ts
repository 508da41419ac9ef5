/** What the messages of the lab ask for. No clock, no network. */
import * as z from 'zod';
import { identifier } from '../shared/fields.ts';

/** A message of the lab, as JSON. */
export const workMessage = z.object({
  /** The log that its effect is appended to. */
  log: identifier,
  group: identifier,
  /** Its place in the order in which all messages of the log were sent, from 0. */
  position: z.int().min(0),
  /** How long the work takes, which is spent waiting, as for another system. */
  workMs: z.int().min(0).max(500),
  /** At how many receives the work fails, before it succeeds. */
  failures: z.int().min(0).max(5),
  /**
   * What becomes of later messages of the group in the same batch after a failure: they are held back and fail too, or
   * they are processed.
   */
  afterFailure: z.enum(['hold-group', 'go-on']),
});

export type WorkMessage = z.infer<typeof workMessage>;

/** Messages of one batch, of which some fail. Decides which are not even tried. */
export class BatchProgress {
  readonly #held = new Set<string>();

  isHeld({ group }: Pick<WorkMessage, 'group'>): boolean {
    return this.#held.has(group);
  }

  failed({ group, afterFailure }: Pick<WorkMessage, 'group' | 'afterFailure'>): void {
    if (afterFailure === 'hold-group') this.#held.add(group);
  }
}
