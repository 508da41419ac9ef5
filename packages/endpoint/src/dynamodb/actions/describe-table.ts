import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

export const describeTable = operation('dynamodb', 'DescribeTable', {
  resource: tableOf,
  input: z.object({ TableName: tableName }),
  async run({ client, describe }: DynamoDb, input) {
    const { Table: table = {} } = await client.send('DescribeTable', input);
    return { Table: describe(table) };
  },
});
