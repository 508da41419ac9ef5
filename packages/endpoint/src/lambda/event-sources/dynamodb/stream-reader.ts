import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { EventSourcePosition } from '@aws-sdk/client-lambda';
import type { EndpointContext } from '../../../core/context.ts';
import { AwsError } from '../../../core/errors.ts';

/** How far a mapping has come in its stream, kept over a restart. */
export interface Checkpoint {
  /** Everything up to this record is done with. */
  sequenceNumber?: string;
  /** Before the first record was done with: where it began. */
  iterator?: string;
}

/** Reads the one shard of a stream. */
export interface StreamReader {
  readonly shardId: string;
  /** Waits for records; an empty list when the wait is over. Undefined when the stream has ended. */
  read(limit: number, waitMilliseconds: number, signal: AbortSignal): Promise<_Record[] | undefined>;
}

/** The place from which a new mapping reads; taken when it is created, so that nothing written after is missed. */
export async function startOf(
  context: EndpointContext,
  streamArn: string,
  position: EventSourcePosition,
): Promise<Checkpoint> {
  const { ShardIterator } = await context.call('streams.dynamodb', 'GetShardIterator', {
    StreamArn: streamArn,
    ShardId: await shardOf(context, streamArn),
    ShardIteratorType: position === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
  });
  return ShardIterator === undefined ? {} : { iterator: ShardIterator };
}

export async function openStream(
  context: EndpointContext,
  streamArn: string,
  checkpoint: Checkpoint,
): Promise<StreamReader> {
  const shardId = await shardOf(context, streamArn);
  let iterator = await iteratorAt(context, streamArn, shardId, checkpoint);
  return {
    shardId,
    async read(limit, waitMilliseconds, signal) {
      if (iterator === undefined) return undefined;
      const answer = await context.call(
        'streams.dynamodb',
        'GetRecords',
        { ShardIterator: iterator, Limit: Math.min(limit, 1000) },
        { signal, waitMilliseconds },
      );
      iterator = answer.NextShardIterator;
      return answer.Records ?? [];
    },
  };
}

async function shardOf({ call }: EndpointContext, streamArn: string): Promise<string> {
  const { StreamDescription } = await call('streams.dynamodb', 'DescribeStream', { StreamArn: streamArn });
  return StreamDescription?.Shards?.[0]?.ShardId ?? '';
}

async function iteratorAt(
  { call }: EndpointContext,
  StreamArn: string,
  ShardId: string,
  { iterator, sequenceNumber }: Checkpoint,
): Promise<string | undefined> {
  if (sequenceNumber === undefined && iterator !== undefined) return iterator;
  const shard = { StreamArn, ShardId };
  const oldest = () =>
    call('streams.dynamodb', 'GetShardIterator', { ...shard, ShardIteratorType: 'TRIM_HORIZON' });
  const answer =
    sequenceNumber === undefined
      ? await oldest()
      : await call('streams.dynamodb', 'GetShardIterator', {
          ...shard,
          ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
          SequenceNumber: sequenceNumber,
        }).catch((error: unknown) => {
          // Away for more than a day: what is left starts later.
          if (AwsError.from(error).code === 'TrimmedDataAccessException') return oldest();
          throw error;
        });
  return answer.ShardIterator;
}
