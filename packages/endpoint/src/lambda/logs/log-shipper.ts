import type { Timer } from '../../core/clock.ts';
import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';

interface LogEvent {
  timestamp: number;
  message: string;
}

/** Real time: how soon lines arrive is a matter of I/O, not of the endpoint's clock. */
const BATCH_MS = 50;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const MAX_BATCH_EVENTS = 10_000;
const MAX_BATCH_BYTES = 1_048_576;
const BYTES_PER_EVENT = 26;
const MAX_MESSAGE_BYTES = 256 * 1024 - BYTES_PER_EVENT;

export interface LogShipper {
  push(group: string, stream: string, event: LogEvent): void;
  close(): Promise<void>;
}

/** Takes log lines to CloudWatch Logs, in batches and behind the invocations' backs. */
export function createLogShipper(context: EndpointContext): LogShipper {
  let waiting = new Map<string, { group: string; stream: string; events: LogEvent[] }>();
  const known = new Set<string>();
  let timer: Timer | undefined;
  let sending: Promise<void> = Promise.resolve();
  let unavailable = false;

  async function send(): Promise<void> {
    const batches = waiting;
    waiting = new Map();
    if (unavailable) return;
    for (const [key, { group, stream, events }] of batches) {
      try {
        if (!known.has(key)) await create(group, stream);
        known.add(key);
        for (const logEvents of split(events)) await put(group, stream, logEvents);
      } catch (cause) {
        // A service that does not load stays away; a refusal concerns these lines alone.
        unavailable ||= !(cause instanceof AwsError) || cause.code === 'NotImplemented';
        context.log('warn', 'failed to store function logs', { group, cause });
        if (unavailable) return;
      }
    }
  }

  async function put(group: string, stream: string, logEvents: LogEvent[]): Promise<void> {
    const input = { logGroupName: group, logStreamName: stream, logEvents };
    try {
      await context.call('logs', 'PutLogEvents', input);
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
      await create(group, stream); // The group was deleted in the meantime.
      await context.call('logs', 'PutLogEvents', input);
    }
  }

  async function create(group: string, stream: string): Promise<void> {
    await orExisting(context.call('logs', 'CreateLogGroup', { logGroupName: group }));
    await orExisting(context.call('logs', 'CreateLogStream', { logGroupName: group, logStreamName: stream }));
  }

  function flush(): Promise<void> {
    timer?.cancel();
    timer = undefined;
    sending = sending.then(send);
    return sending;
  }

  return {
    push(group, stream, event) {
      if (unavailable || event.message === '') return; // CloudWatch Logs takes no empty messages.
      const key = `${group}\n${stream}`;
      const entry = waiting.get(key);
      if (entry === undefined) waiting.set(key, { group, stream, events: [event] });
      else entry.events.push(event);
      timer ??= context.machineClock.after(BATCH_MS, () => void flush());
    },
    async close() {
      await flush();
      unavailable = true; // What ends from now on has nowhere to go.
    },
  };
}

async function orExisting(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
}

function* split(events: readonly LogEvent[]): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const { timestamp, message } of events) {
    const event = { timestamp, message: cut(message) };
    const size = Buffer.byteLength(event.message) + BYTES_PER_EVENT;
    if (batch.length === MAX_BATCH_EVENTS || bytes + size > MAX_BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function cut(message: string): string {
  if (Buffer.byteLength(message) <= MAX_MESSAGE_BYTES) return message;
  return new TextDecoder().decode(Buffer.from(message, 'utf8').subarray(0, MAX_MESSAGE_BYTES));
}
