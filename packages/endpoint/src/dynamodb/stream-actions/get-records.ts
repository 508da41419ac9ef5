import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { isExpired, readIterator, writeIterator } from '../shard-iterator.ts';

export const getRecords = operation('streams.dynamodb', 'GetRecords', {
  resource: (_db: DynamoDb, { ShardIterator }) => readIterator(ShardIterator).stream,
  input: z.object({
    ShardIterator: z.string().min(1).max(2048),
    Limit: integer.pipe(z.int().min(1).max(1000)).default(1000),
  }),
  async run({ context, streams }: DynamoDb, input, request) {
    const iterator = readIterator(input.ShardIterator);
    // Those that clients hold; an event source mapping keeps its own for as long as it wants.
    if (request.id !== undefined && isExpired(iterator, context.clock.now()))
      throw dynamoDbError.expiredIterator();
    const stream = streams.get(iterator.stream);
    if (stream === undefined) throw dynamoDbError.streamNotFound(iterator.stream);
    const deadline = context.clock.now() + (request.waitMilliseconds ?? 0);
    let { records, position } = await streams.read(stream, iterator.position, input.Limit);
    const isOver = () => stream.until !== undefined && position >= stream.until;
    while (records.length === 0 && !isOver() && !request.signal?.aborted) {
      const left = deadline - context.clock.now();
      if (left <= 0) break;
      await streams.wait(stream, position, left, request.signal);
      ({ records, position } = await streams.read(stream, position, input.Limit));
    }
    return {
      Records: records,
      // A closed shard has no further iterator once it is read to its end.
      ...(!isOver() && {
        NextShardIterator: writeIterator({ stream: stream.arn, position, issued: context.clock.now() }),
      }),
    };
  },
});
