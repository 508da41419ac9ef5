import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import {
  findStream,
  type LogStream,
  type LogsEngine,
  retentionStart,
  streamKey,
  streamsOf,
} from '../engine.ts';
import { logsError } from '../errors.ts';
import { parseFilterPattern } from '../filter-pattern.ts';
import { referencedGroup } from '../group-reference.ts';
import { groupReference } from '../inputs.ts';
import { logGroupOf } from '../resource-arns.ts';

export const filterLogEvents = operation('logs', 'FilterLogEvents', {
  resource: logGroupOf,
  input: z.object({
    ...groupReference,
    logStreamNames: z.array(z.string().min(1)).min(1).max(100).optional(),
    logStreamNamePrefix: z.string().min(1).optional(),
    startTime: z.int().min(0).default(0),
    endTime: z.int().min(0).default(Number.MAX_SAFE_INTEGER),
    filterPattern: z.string().max(1024).optional(),
    limit: z.int().min(1).max(10_000).default(10_000),
    nextToken: z.string().optional(),
  }),
  run(engine: LogsEngine, input) {
    const group = referencedGroup(engine, input);
    const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
    if (names !== undefined && prefix !== undefined) {
      throw logsError.invalidParameter('logStreamNames and logStreamNamePrefix exclude each other.');
    }
    const matches = parseFilterPattern(input.filterPattern);
    const start = Math.max(input.startTime, retentionStart(engine, group));
    const streams: LogStream[] =
      names?.map((name) => findStream(engine, group, name)) ??
      streamsOf(engine, group).filter(({ name }) => name.startsWith(prefix ?? ''));
    const found = streams.flatMap((stream) =>
      engine.events
        .of(streamKey(group.name, stream.name))
        .filter(
          ({ timestamp, message }) => timestamp >= start && timestamp <= input.endTime && matches(message),
        )
        .map((event) => ({ ...event, stream: stream.name })),
    );
    const { items, next } = page(found, {
      keyOf: ({ timestamp, number }) =>
        `${String(timestamp).padStart(16, '0')}/${String(number).padStart(16, '0')}`,
      limit: input.limit,
      token: input.nextToken,
      invalid: () => logsError.invalidParameter('The specified nextToken is invalid.'),
    });
    return {
      events: items.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestionTime,
        eventId: String(event.number).padStart(56, '0'),
      })),
      searchedLogStreams: [], // Always empty since 2019, as the API reference says.
      nextToken: next,
    };
  },
});
