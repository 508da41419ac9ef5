import type { Operation } from '../core/operation.ts';
import type { DynamoDb } from './dynamodb.ts';
import { describeStream } from './stream-actions/describe-stream.ts';
import { getRecords } from './stream-actions/get-records.ts';
import { getShardIterator } from './stream-actions/get-shard-iterator.ts';
import { listStreams } from './stream-actions/list-streams.ts';

export const operations: Record<string, Operation<DynamoDb>> = {
  DescribeStream: describeStream,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  ListStreams: listStreams,
};
