import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findStream, type LogsEngine, retentionStart, streamKey } from '../engine.ts';
import { logsError } from '../errors.ts';
import { compareEvents, type LogEvent } from '../event-store.ts';
import { referencedGroup } from '../group-reference.ts';
import { groupReference } from '../inputs.ts';
import { logStreamOf } from '../resource-arns.ts';

export const getLogEvents = operation('logs', 'GetLogEvents', {
  resource: logStreamOf,
  input: z.object({
    ...groupReference,
    logStreamName: z.string().min(1),
    startTime: z.int().min(0).optional(),
    endTime: z.int().min(0).optional(),
    startFromHead: z.boolean().default(false),
    limit: z.int().min(1).max(10_000).default(10_000),
    nextToken: z.string().optional(),
  }),
  run(engine: LogsEngine, input) {
    const group = referencedGroup(engine, input);
    const stream = findStream(engine, group, input.logStreamName);
    const start = Math.max(input.startTime ?? 0, retentionStart(engine, group));
    const all = engine.events
      .of(streamKey(group.name, stream.name))
      .filter(
        ({ timestamp }) => timestamp >= start && timestamp < (input.endTime ?? Number.POSITIVE_INFINITY),
      );
    const cursor = input.nextToken === undefined ? undefined : readCursor(input.nextToken);
    const taken = take(all, cursor, input.startFromHead, input.limit);
    const [first, last] = [taken[0], taken.at(-1)];
    // At the end, the token that was sent comes back: that is how a client knows.
    const here = cursor ?? { timestamp: start, number: 0 };
    return {
      events: taken.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: writeCursor('f', last ?? here),
      nextBackwardToken: writeCursor('b', first ?? here),
    };
  },
});

interface Cursor {
  timestamp: number;
  number: number;
}

function take(
  events: LogEvent[],
  cursor: (Cursor & { forward: boolean }) | undefined,
  fromHead: boolean,
  limit: number,
): LogEvent[] {
  if (cursor === undefined) return fromHead ? events.slice(0, limit) : events.slice(-limit);
  return cursor.forward
    ? events.filter((event) => compareEvents(event, cursor) > 0).slice(0, limit)
    : events.filter((event) => compareEvents(event, cursor) < 0).slice(-limit);
}

function writeCursor(direction: 'f' | 'b', { timestamp, number }: Cursor): string {
  return `${direction}/${timestamp}/${number}`;
}

function readCursor(token: string): Cursor & { forward: boolean } {
  const [, direction, timestamp, number] = /^([fb])\/(\d+)\/(\d+)$/.exec(token) ?? [];
  if (direction === undefined) throw logsError.invalidParameter('The specified nextToken is invalid.');
  return { forward: direction === 'f', timestamp: Number(timestamp), number: Number(number) };
}
