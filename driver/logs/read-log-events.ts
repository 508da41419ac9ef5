import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';

export interface LogRange {
  group: string;
  /** Milliseconds since 1970. */
  since: number;
  /** CloudWatch Logs' own filter syntax. */
  filterPattern?: string;
}

/** The events of a log group in the order of their time. A group that does not exist yet has none. */
export async function readLogEvents(
  logs: CloudWatchLogsClient,
  { group, since, filterPattern }: LogRange,
  signal: AbortSignal,
): Promise<FilteredLogEvent[]> {
  const events: FilteredLogEvent[] = [];
  try {
    const pages = paginateFilterLogEvents(
      { client: logs },
      { logGroupName: group, startTime: since, ...(filterPattern !== undefined && { filterPattern }) },
      { abortSignal: signal },
    );
    for await (const page of pages) events.push(...(page.events ?? []));
  } catch (error) {
    // Lambda makes the group when the function writes its first line.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return events.sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
}

/** As `readLogEvents`: what the events say. */
export async function readLogMessages(
  logs: CloudWatchLogsClient,
  range: LogRange,
  signal: AbortSignal,
): Promise<string[]> {
  const events = await readLogEvents(logs, range, signal);
  return events.flatMap(({ message }) => (message === undefined ? [] : [message]));
}
