import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableOf } from '../resource-arns.ts';
import { tableName } from '../table-names.ts';

export const deleteTable = operation('dynamodb', 'DeleteTable', {
  resource: tableOf,
  input: z.object({ TableName: tableName }),
  async run({ client, describe, policies, schemas, settings, streams, sweeper }: DynamoDb, input) {
    const { TableDescription: deleted = {} } = await client.send('DeleteTable', input);
    schemas.forget(input.TableName);
    const table = describe(deleted);
    await streams.end(input.TableName);
    sweeper.watch(input.TableName, undefined);
    settings.delete(input.TableName);
    if (table.TableArn !== undefined) policies.delete(table.TableArn);
    return { TableDescription: table };
  },
});
