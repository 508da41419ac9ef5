import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { tableName, tableNameOf } from '../table-names.ts';

export const listStreams = operation('streams.dynamodb', 'ListStreams', {
  resource: noResource,
  input: z.object({
    TableName: tableName.optional(),
    Limit: integer.pipe(z.int().min(1).max(100)).default(100),
    ExclusiveStartStreamArn: z.string().optional(),
  }),
  run({ context, streams }: DynamoDb, input) {
    const name = input.TableName === undefined ? undefined : tableNameOf(input.TableName, context);
    const all = streams
      .list()
      .filter(({ table }) => name === undefined || table === name)
      .sort((a, b) => (a.arn < b.arn ? -1 : 1));
    const start = input.ExclusiveStartStreamArn ?? '';
    const rest = all.filter(({ arn }) => arn > start);
    const page = rest.slice(0, input.Limit);
    return {
      Streams: page.map(({ arn, label, table }) => ({
        StreamArn: arn,
        StreamLabel: label,
        TableName: table,
      })),
      ...(rest.length > page.length && { LastEvaluatedStreamArn: page.at(-1)?.arn }),
    };
  },
});
