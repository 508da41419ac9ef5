import { z } from 'zod';
import { dynamoDbError } from './errors.ts';

/** Where a reader of a stream stands. Opaque to clients. */
export interface ShardIterator {
  /** The stream's ARN. */
  stream: string;
  /** It has read up to here. */
  position: number;
  /** Milliseconds since the epoch. */
  issued: number;
}

/** "Shard iterators expire 15 minutes after they are retrieved": API_streams_GetShardIterator. */
const LIFETIME_MS = 15 * 60_000;

const form = z.tuple([z.string(), z.int().min(0), z.number()]);

export function writeIterator({ stream, position, issued }: ShardIterator): string {
  return `${stream}|1|${Buffer.from(JSON.stringify([stream, position, issued])).toString('base64url')}`;
}

export function readIterator(text: string): ShardIterator {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(text.split('|').at(-1) ?? '', 'base64url').toString('utf8'));
  } catch {
    throw dynamoDbError.validation('Invalid ShardIterator');
  }
  const parsed = form.safeParse(content);
  if (!parsed.success) throw dynamoDbError.validation('Invalid ShardIterator');
  const [stream, position, issued] = parsed.data;
  return { stream, position, issued };
}

export function isExpired(iterator: ShardIterator, now: number): boolean {
  return now - iterator.issued > LIFETIME_MS;
}
