import type { LabMessage } from '../../../driver/ordering/lab-message.ts';
import { seededRandom, whole } from '../../../driver/random.ts';

export interface WorkloadOptions {
  messages: number;
  groups: number;
  seed: number;
  /** The share of messages whose first receive fails, from 0 to 1. */
  failing: number;
  afterFailure: LabMessage['afterFailure'];
}

/** Long enough for consumers to work at the same time, and not the same for all, as real work is. */
const WORK_MS = { min: 2, max: 12 };

/** Messages of all groups in turn. The same seed gives the same messages. */
export function workload({ messages, groups, seed, failing, afterFailure }: WorkloadOptions): LabMessage[] {
  const random = seededRandom(seed);
  return Array.from({ length: messages }, (_, index) => ({
    group: `group-${index % groups}`,
    workMs: whole(random, WORK_MS.min, WORK_MS.max),
    failures: random() < failing ? 1 : 0,
    afterFailure,
  }));
}
