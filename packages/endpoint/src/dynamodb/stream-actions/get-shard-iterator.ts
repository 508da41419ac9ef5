import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { streamOf } from '../resource-arns.ts';
import { writeIterator } from '../shard-iterator.ts';
import { type Stream, shardId, toPosition } from '../streams.ts';

const input = z.object({
  StreamArn: z.string().min(37).max(1024),
  ShardId: z.string().min(28).max(65),
  ShardIteratorType: z.enum(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
  SequenceNumber: z.string().min(21).max(40).optional(),
});

export const getShardIterator = operation('streams.dynamodb', 'GetShardIterator', {
  resource: streamOf,
  input,
  async run(dynamoDb: DynamoDb, request) {
    const stream = dynamoDb.streams.get(request.StreamArn);
    if (stream === undefined) throw dynamoDbError.streamNotFound(request.StreamArn);
    if (request.ShardId !== shardId(stream)) throw dynamoDbError.shardNotFound(request.ShardId);
    const position = await start(dynamoDb, stream, request);
    return {
      ShardIterator: writeIterator({ stream: stream.arn, position, issued: dynamoDb.context.clock.now() }),
    };
  },
});

/** The position after which the iterator reads. */
async function start(
  { streams }: DynamoDb,
  stream: Stream,
  { SequenceNumber: given, ShardIteratorType: type }: z.output<typeof input>,
): Promise<number> {
  const horizon = await streams.horizon(stream);
  if (type === 'TRIM_HORIZON') return horizon;
  if (type === 'LATEST') return stream.until ?? (await streams.head());
  const number = toPosition(given ?? '');
  if (number === undefined) {
    throw dynamoDbError.validation(
      given === undefined ? `SequenceNumber is required for ${type}` : 'Invalid SequenceNumber',
    );
  }
  const position = type === 'AT_SEQUENCE_NUMBER' ? number - 1 : number;
  if (position < horizon) throw dynamoDbError.trimmed();
  return position;
}
