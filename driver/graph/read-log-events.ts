import {
  type CloudWatchLogsClient,
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

/** The messages of a log group in a time, in no order. A group that does not exist yet has none. */
export async function readLogEvents(
  logs: CloudWatchLogsClient,
  { group, since, filterPattern }: LogRange,
  signal: AbortSignal,
): Promise<string[]> {
  const messages: string[] = [];
  try {
    const pages = paginateFilterLogEvents(
      { client: logs },
      { logGroupName: group, startTime: since, ...(filterPattern !== undefined && { filterPattern }) },
      { abortSignal: signal },
    );
    for await (const { events = [] } of pages) {
      messages.push(...events.flatMap(({ message }) => (message === undefined ? [] : [message])));
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return messages;
}
