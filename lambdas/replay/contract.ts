import * as z from 'zod';

const group = z.string().min(1).max(100);

/** A place in the journal. */
const position = z.union([
  /** The first entry that is kept; the next free offset; the checkpoint of the group. */
  z.strictObject({ at: z.enum(['beginning', 'end', 'checkpoint']) }),
  /** An offset of each partition that takes part. */
  z.strictObject({ offsets: z.record(z.string().regex(/^(0|[1-9]\d{0,2})$/), z.int().min(0)) }),
  /** The first entry that was appended at this time or later. */
  z.strictObject({ time: z.iso.datetime() }),
]);
export type Position = z.infer<typeof position>;

const start = z.strictObject({
  action: z.literal('start'),
  group,
  from: position.default({ at: 'beginning' }),
  /** Not part of the range. */
  to: position.default({ at: 'end' }),
  /** All by default. */
  partitions: z.array(z.int().min(0)).min(1).optional(),
});
export type StartRequest = z.infer<typeof start>;

/** The most events that one step sends: far less than its timeout allows. */
const MAX_EVENTS_PER_STEP = 1_000;

export const request = z.discriminatedUnion('action', [
  start,
  z.strictObject({
    action: z.literal('step'),
    group,
    events: z.int().min(1).max(MAX_EVENTS_PER_STEP).default(400),
  }),
  ...(['pause', 'resume', 'cancel', 'status'] as const).map((action) =>
    z.strictObject({ action: z.literal(action), group }),
  ),
]);
export type Request = z.infer<typeof request>;

export const REPLAY_STATES = ['running', 'paused', 'completed', 'canceled'] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** How far a replay has come in one partition. */
export interface PartitionProgress {
  partition: number;
  /** Offsets: of the first event, of the next one to send, and of the first that is not part of the replay. */
  from: number;
  next: number;
  to: number;
}

/** What every action answers. */
export interface ReplayStatus {
  group: string;
  replayId: string;
  state: ReplayState;
  /** Events sent, those that were sent again after a failure included. */
  sent: number;
  /** ISO 8601, UTC. */
  startedAt: string;
  updatedAt: string;
  partitions: PartitionProgress[];
}
