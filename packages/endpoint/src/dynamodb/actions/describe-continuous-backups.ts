import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { continuousBackups } from '../continuous-backups.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

export const describeContinuousBackups = operation('dynamodb', 'DescribeContinuousBackups', {
  resource: tableOf,
  input: z.object({ TableName: tableName }),
  async run(dynamoDb: DynamoDb, input) {
    await dynamoDb.client.send('DescribeTable', input);
    return { ContinuousBackupsDescription: continuousBackups(dynamoDb, input.TableName) };
  },
});
