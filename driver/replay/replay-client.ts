import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { ALIAS } from '../system.ts';

/** A place in the journal; see docs/messages/journal.md. */
export type Position =
  | { at: 'beginning' | 'end' | 'checkpoint' }
  /** By partition. */
  | { offsets: Record<string, number> }
  /** ISO 8601, UTC: the first entry that was appended then or later. */
  | { time: string };

export interface ReplayRange {
  /** By default from the beginning to the end, as they are when the replay starts. */
  from?: Position;
  /** Not part of the replay. */
  to?: Position;
  /** All by default. */
  partitions?: readonly number[];
}

const Status = z.object({
  group: z.string(),
  replayId: z.string(),
  state: z.enum(['running', 'paused', 'completed', 'canceled']),
  /** Events sent, those that were sent again after a failure included. */
  sent: z.number(),
  startedAt: z.string(),
  updatedAt: z.string(),
  partitions: z.array(
    /** Offsets: of the first event, of the next one to send, and of the first that is not part of the replay. */
    z.object({ partition: z.number(), from: z.number(), next: z.number(), to: z.number() }),
  ),
});
export type ReplayStatus = z.infer<typeof Status>;

const Refused = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.string(), message: z.string() }),
});
const Failed = z.looseObject({ errorMessage: z.string() });

/** The actions of the replay service. What it refuses throws a DriverError `replay-refused`. */
export function replayClient({ aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>) {
  const ask = async (request: object): Promise<ReplayStatus> => {
    const { FunctionError, Payload } = await aws.lambda.send(
      new InvokeCommand({
        FunctionName: system.replay.functionName,
        Qualifier: ALIAS,
        Payload: JSON.stringify(request),
      }),
      { abortSignal: signal },
    );
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    if (FunctionError !== undefined) {
      throw new Error(
        `The replay service failed: ${Failed.safeParse(answer).data?.errorMessage ?? FunctionError}`,
      );
    }
    const refused = Refused.safeParse(answer).data;
    if (refused === undefined) return Status.parse(answer);
    const { code, message } = refused.error;
    throw new DriverError('replay-refused', `${message.charAt(0).toUpperCase()}${message.slice(1)}`, {
      subject: code,
    });
  };
  return {
    start: (group: string, range: ReplayRange = {}) => ask({ action: 'start', group, ...range }),
    /** Sends the next events, `events` at most. */
    step: (group: string, events?: number) =>
      ask({ action: 'step', group, ...(events !== undefined && { events }) }),
    pause: (group: string) => ask({ action: 'pause', group }),
    resume: (group: string) => ask({ action: 'resume', group }),
    cancel: (group: string) => ask({ action: 'cancel', group }),
    status: (group: string) => ask({ action: 'status', group }),
  };
}

export type ReplayClient = ReturnType<typeof replayClient>;
