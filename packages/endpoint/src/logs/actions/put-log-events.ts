import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, findStream, type LogsEngine, retentionStart, streamKey } from '../engine.ts';
import { logsError } from '../errors.ts';
import { logStreamOf } from '../resource-arns.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const MAX_BATCH_BYTES = 1_048_576;
const BYTES_PER_EVENT = 26;
const MAX_SPAN_MS = 24 * 3_600_000;
const OLDEST_MS = 14 * 24 * 3_600_000;
const NEWEST_MS = 2 * 3_600_000;

const event = z.object({ timestamp: z.int().min(0), message: z.string().min(1) });

export const putLogEvents = operation('logs', 'PutLogEvents', {
  resource: logStreamOf,
  input: z.object({
    logGroupName: z.string().min(1),
    logStreamName: z.string().min(1),
    logEvents: z.array(event).min(1).max(10_000),
    sequenceToken: z.string().optional(),
  }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.logGroupName);
    const stream = findStream(engine, group, input.logStreamName);
    const bytes = checkBatch(input.logEvents);
    const now = engine.context.clock.now();
    const oldest = Math.max(now - OLDEST_MS, 0);
    const retained = retentionStart(engine, group);

    // In order of time, so what is refused stands at the two ends.
    const accepted = input.logEvents.filter(
      ({ timestamp }) => timestamp >= oldest && timestamp >= retained && timestamp <= now + NEWEST_MS,
    );
    const rejected = {
      ...indexInfo(
        'expiredLogEventEndIndex',
        countWhile(input.logEvents, (time) => time < retained),
      ),
      ...indexInfo(
        'tooOldLogEventEndIndex',
        countWhile(input.logEvents, (time) => time < oldest),
      ),
      ...(input.logEvents.some(({ timestamp }) => timestamp > now + NEWEST_MS) && {
        tooNewLogEventStartIndex: input.logEvents.findIndex(({ timestamp }) => timestamp > now + NEWEST_MS),
      }),
    };
    const first = accepted[0];
    const last = accepted.at(-1);
    if (first !== undefined && last !== undefined) {
      const key = streamKey(group.name, stream.name);
      engine.events.add(key, accepted, bytes, now);
      stream.firstEvent = Math.min(stream.firstEvent ?? first.timestamp, first.timestamp);
      stream.lastEvent = Math.max(stream.lastEvent ?? last.timestamp, last.timestamp);
      stream.lastIngestion = now;
      engine.streams.set(key, stream);
    }
    return {
      nextSequenceToken: '1',
      ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
    };
  },
});

function checkBatch(events: readonly { timestamp: number; message: string }[]): number {
  let bytes = 0;
  let before = 0;
  for (const { timestamp, message } of events) {
    bytes += Buffer.byteLength(message, 'utf8') + BYTES_PER_EVENT;
    if (timestamp < before) {
      throw logsError.invalidParameter(
        'Log events in a single PutLogEvents request must be in chronological order.',
      );
    }
    before = timestamp;
  }
  if (bytes > MAX_BATCH_BYTES) {
    throw logsError.invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  }
  if (before - (events[0]?.timestamp ?? before) > MAX_SPAN_MS) {
    throw logsError.invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  return bytes;
}

function countWhile(events: readonly { timestamp: number }[], test: (timestamp: number) => boolean): number {
  const end = events.findIndex(({ timestamp }) => !test(timestamp));
  return end < 0 ? events.length : end;
}

function indexInfo(name: string, end: number): Record<string, number> {
  return end === 0 ? {} : { [name]: end };
}
