import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { LOG_GROUP_ARN } from '../log-group.ts';
import type { Exchange } from './exchange.ts';
import { type Answered, substitute } from './variables.ts';

interface Line {
  group: string;
  stream: string;
  timestamp: number;
  message: string;
}

export interface AccessLog {
  /** Takes a note for the stage's access log; writes it later, so that no request waits for it. */
  note(exchange: Exchange, answered: Answered): void;
  /** Resolves when all that was noted is written. */
  close(): Promise<void>;
}

export function accessLog(context: EndpointContext): AccessLog {
  let waiting: Line[] = [];
  let writing: Promise<void> | undefined;
  const streams = new Set<string>();

  async function drain(): Promise<void> {
    // What comes within the same turn goes out in one batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      for (const batch of Map.groupBy(lines, ({ group, stream }) => `${group} ${stream}`).values()) {
        await write(batch).catch((cause: unknown) => {
          const [line] = batch;
          context.log('warn', 'failed to write access logs', { group: line?.group, cause });
        });
      }
    }
    writing = undefined;
  }

  async function write(batch: readonly Line[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    const { group: logGroupName, stream: logStreamName } = first;
    const key = `${logGroupName} ${logStreamName}`;
    if (!streams.has(key)) {
      await context
        .call('logs', 'CreateLogStream', { logGroupName, logStreamName })
        .catch((error: unknown) => {
          if (AwsError.from(error).code !== 'ResourceAlreadyExistsException') throw error;
        });
      streams.add(key);
    }
    // Lines come when requests end and are dated when they began; Logs takes a batch in chronological order only.
    const logEvents = batch
      .map(({ timestamp, message }) => ({ timestamp, message }))
      .sort((a, b) => a.timestamp - b.timestamp);
    await context.call('logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents }).catch((error) => {
      streams.delete(key); // The group may have been deleted and created again.
      throw error;
    });
  }

  return {
    note(exchange, answered) {
      const { destinationArn, format } = exchange.stage?.accessLogSettings ?? {};
      const group = LOG_GROUP_ARN.exec(destinationArn ?? '')?.[1];
      if (group === undefined || !format) return;
      waiting.push({
        group,
        stream: `${exchange.address.apiId}_${exchange.address.stageName}`,
        timestamp: exchange.at,
        message: substitute(format, exchange, '-', answered),
      });
      writing ??= drain();
    },
    close: async () => writing,
  };
}
