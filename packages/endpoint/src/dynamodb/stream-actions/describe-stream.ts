import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { streamOf } from '../resource-arns.ts';
import { shardId, toSequenceNumber } from '../streams.ts';

export const describeStream = operation('streams.dynamodb', 'DescribeStream', {
  resource: streamOf,
  input: z.looseObject({
    StreamArn: z.string().min(37).max(1024),
    Limit: integer.pipe(z.int().min(1).max(100)).optional(),
    ExclusiveStartShardId: z.string().optional(),
  }),
  async run({ client, streams }: DynamoDb, input) {
    const stream = streams.get(input.StreamArn);
    if (stream === undefined) throw dynamoDbError.streamNotFound(input.StreamArn);
    const shard = {
      ShardId: shardId(stream),
      SequenceNumberRange: {
        StartingSequenceNumber: toSequenceNumber(stream.from + 1),
        // Only a closed shard has an end: readers take one for the sign that nothing will follow.
        ...(stream.until !== undefined && { EndingSequenceNumber: toSequenceNumber(stream.until) }),
      },
    };
    const table = await client.send('DescribeTable', { TableName: stream.table }).catch(() => undefined);
    return {
      StreamDescription: {
        StreamArn: stream.arn,
        StreamLabel: stream.label,
        StreamStatus: stream.closed === undefined ? ('ENABLED' as const) : ('DISABLED' as const),
        StreamViewType: stream.viewType,
        CreationRequestDateTime: stream.created,
        TableName: stream.table,
        KeySchema: table?.Table?.KeySchema ?? [],
        Shards: input.ExclusiveStartShardId === shard.ShardId ? [] : [shard],
      },
    };
  },
});
