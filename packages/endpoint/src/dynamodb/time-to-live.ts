import type { EndpointContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import type { EngineClient } from './client.ts';
import type { Item } from './stream-records.ts';
import type { Streams } from './streams.ts';

/** Deletes items whose time has come; the engine keeps the setting and never acts on it. */
export interface Sweeper {
  /** Watches a table's attribute, or stops to with undefined. */
  watch(table: string, attribute: string | undefined): void;
  resume(): void;
  close(): void;
}

/** AWS promises a few days at most, and takes minutes. */
const INTERVAL_MS = 60_000;
/** AWS never deletes what expired longer ago: a safeguard against milliseconds and the like. */
const OLDEST_SECONDS = 5 * 365 * 86_400;

export function startSweeper(context: EndpointContext, client: EngineClient, streams: Streams): Sweeper {
  const attributes = context.state.collection<string>('dynamodb/time-to-live');
  let timer: { cancel(): void } | undefined;
  let closed = false;

  const arm = () => {
    if (closed || timer !== undefined || attributes.size === 0) return;
    timer = context.clock.after(INTERVAL_MS, () => {
      void sweep()
        .catch((cause: unknown) => {
          if (!closed) context.log('error', 'failed to remove expired items (time to live)', { cause });
        })
        .then(() => {
          timer = undefined;
          arm();
        });
    });
  };

  async function sweep(): Promise<void> {
    for (const [table, attribute] of [...attributes.entries()]) await sweepTable(table, attribute);
  }

  async function sweepTable(table: string, attribute: string): Promise<void> {
    const { Table } = await client.send('DescribeTable', { TableName: table });
    const keyNames = (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName ?? '');
    const now = Math.floor(context.clock.now() / 1000);
    let start: Item | undefined;
    do {
      const page = await client.send('Scan', {
        TableName: table,
        FilterExpression: '#ttl < :now AND #ttl > :oldest',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: {
          ':now': { N: String(now) },
          ':oldest': { N: String(now - OLDEST_SECONDS) },
        },
        ...(start && { ExclusiveStartKey: start }),
      });
      for (const item of page.Items ?? []) {
        const expires = item[attribute];
        if (expires === undefined || closed) continue;
        const keys = Object.fromEntries(Object.entries(item).filter(([name]) => keyNames.includes(name)));
        await streams.expire(table, keys, () =>
          client
            .send('DeleteItem', {
              TableName: table,
              Key: keys,
              // It may have been given more time since it was read.
              ConditionExpression: '#ttl = :expires',
              ExpressionAttributeNames: { '#ttl': attribute },
              ExpressionAttributeValues: { ':expires': expires },
            })
            .then(() => true, refused),
        );
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined && !closed);
  }

  return {
    watch(table, attribute) {
      if (attribute === undefined) attributes.delete(table);
      else attributes.set(table, attribute);
      arm();
    },
    resume: arm,
    close() {
      closed = true;
      timer?.cancel();
    },
  };
}

function refused(error: unknown): false {
  if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return false;
  throw error;
}
