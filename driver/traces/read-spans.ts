import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type SpanRecord, spanRecord } from '../../schemas/traces/span-record.ts';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';
import { functionLogGroup } from '../logs/function-log-group.ts';
import { readLogMessages } from '../logs/read-log-events.ts';

const READERS = 4;

export interface SpanQuery {
  traceId: string;
  /** Milliseconds since 1970; no span of the trace was written before. */
  since: number;
}

/** Spans of a trace and of batches that link to it, from the log groups of functions. */
export interface SpanReader {
  read(query: SpanQuery): Promise<SpanRecord[]>;
  close(): void;
}

/** @param functionNames of all functions that may have recorded a span */
export function spanReader(
  { aws, signal }: Pick<DriverContext, 'aws' | 'signal'>,
  functionNames: readonly string[],
): SpanReader {
  const logs = new CloudWatchLogsClient(aws.settings);
  const groups = concurrently(functionNames, READERS, (name) => functionLogGroup(aws.lambda, name, signal));
  // A failure is reported by the read that waits for it.
  groups.catch(() => {});
  return {
    async read({ traceId, since }) {
      const lines = await concurrently(await groups, READERS, (group) =>
        readLogMessages(logs, { group, since, filterPattern: `"${traceId}"` }, signal),
      );
      return lines.flat().flatMap((line) => readSpanLine(line) ?? []);
    },
    close: () => logs.destroy(),
  };
}

/** Undefined for a line that is no span, though it may name one. */
function readSpanLine(line: string): SpanRecord | undefined {
  try {
    return spanRecord.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
