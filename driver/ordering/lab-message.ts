/** A message of the ordering lab, as its consumer reads it (lambdas/ordering/domain.ts). */
export interface LabMessage {
  group: string;
  /** Milliseconds that the work on it takes. */
  workMs: number;
  /** At how many receives the work fails, before it succeeds. */
  failures: number;
  /** What becomes of later messages of the group in the same batch after a failure. */
  afterFailure: 'hold-group' | 'go-on';
}

/** That a message took effect. */
export interface Effect {
  group: string;
  /** The place of the message in the order in which all were sent. */
  position: number;
  receives: number;
  /** The execution environment. */
  environment: string;
  /** Milliseconds of the epoch. */
  startedAt: number;
  endedAt: number;
}

export type QueueKind = 'standard' | 'fifo';
