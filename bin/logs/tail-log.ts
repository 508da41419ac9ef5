import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { readLogEvents } from '../../driver/logs/read-log-events.ts';

export interface TailOptions {
  group: string;
  /** Milliseconds since 1970. */
  since: number;
  follow: boolean;
  signal: AbortSignal;
  onEvent(event: FilteredLogEvent): void;
}

const PAUSE_MS = 1_000;
/** An event can become visible after a later one; what is older than this does not come any more. */
const LATE_MS = 10_000;

/** Reports the events of a log group in the order of their time, each once. Returns their number. */
export async function tailLog(logs: CloudWatchLogsClient, options: TailOptions): Promise<number> {
  const seen = new Map<string, number>();
  let since = options.since;
  let count = 0;
  for (;;) {
    for (const event of await readLogEvents(logs, { group: options.group, since }, options.signal)) {
      const id = event.eventId ?? '';
      if (seen.has(id)) continue;
      seen.set(id, event.timestamp ?? 0);
      count += 1;
      options.onEvent(event);
    }
    if (!options.follow) return count;
    since = Math.max(since, Math.max(0, ...seen.values()) - LATE_MS);
    for (const [id, timestamp] of seen) if (timestamp < since) seen.delete(id);
    await sleep(PAUSE_MS, undefined, { signal: options.signal });
  }
}
