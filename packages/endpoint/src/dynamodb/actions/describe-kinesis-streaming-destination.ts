import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

/** None can be set, so there is none. */
export const describeKinesisStreamingDestination = operation(
  'dynamodb',
  'DescribeKinesisStreamingDestination',
  {
    resource: tableOf,
    input: z.object({ TableName: tableName }),
    async run({ client }: DynamoDb, input) {
      await client.send('DescribeTable', input);
      return { TableName: input.TableName, KinesisDataStreamDestinations: [] };
    },
  },
);
