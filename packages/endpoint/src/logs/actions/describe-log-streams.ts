import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { type LogStream, type LogsEngine, logGroupArn, streamsOf } from '../engine.ts';
import { logsError } from '../errors.ts';
import { referencedGroup } from '../group-reference.ts';
import { groupReference } from '../inputs.ts';
import { logGroupOf } from '../resource-arns.ts';

export const describeLogStreams = operation('logs', 'DescribeLogStreams', {
  resource: logGroupOf,
  input: z.object({
    ...groupReference,
    logStreamNamePrefix: z.string().optional(),
    orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
    descending: z.boolean().default(false),
    limit: z.int().min(1).max(50).default(50),
    nextToken: z.string().optional(),
  }),
  run(engine: LogsEngine, input) {
    const group = referencedGroup(engine, input);
    const byTime = input.orderBy === 'LastEventTime';
    if (byTime && input.logStreamNamePrefix !== undefined) {
      throw logsError.invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const sorted = streamsOf(engine, group)
      .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
      .sort((a, b) => (byTime ? (a.lastEvent ?? 0) - (b.lastEvent ?? 0) : 0) || (a.name < b.name ? -1 : 1));
    if (input.descending) sorted.reverse();
    const numbered = sorted.map((stream, index) => ({ stream, place: String(index).padStart(9, '0') }));
    const { items, next } = page(numbered, {
      keyOf: ({ place }) => place,
      limit: input.limit,
      token: input.nextToken,
      invalid: () => logsError.invalidParameter('The specified nextToken is invalid.'),
    });
    return {
      logStreams: items.map(({ stream }) => describe(engine, group.name, stream)),
      nextToken: next,
    };
  },
});

function describe(engine: LogsEngine, group: string, stream: LogStream) {
  return {
    logStreamName: stream.name,
    creationTime: stream.created,
    ...(stream.firstEvent !== undefined && { firstEventTimestamp: stream.firstEvent }),
    ...(stream.lastEvent !== undefined && { lastEventTimestamp: stream.lastEvent }),
    ...(stream.lastIngestion !== undefined && { lastIngestionTime: stream.lastIngestion }),
    uploadSequenceToken: '1', // Not looked at any more, on AWS neither.
    arn: `${logGroupArn(engine, group)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}
