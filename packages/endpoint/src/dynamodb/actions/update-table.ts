import type { TableDescription, UpdateTableInput } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { list } from '../data-plane/holders.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { tableOf } from '../resource-arns.ts';
import { ENGINE_STREAM, streamSpecification, withNewStream } from '../stream-specification.ts';
import { tableName } from '../table-names.ts';

export const updateTable = operation('dynamodb', 'UpdateTable', {
  resource: tableOf,
  input: z.looseObject({ TableName: tableName, StreamSpecification: streamSpecification.optional() }),
  async run(dynamoDb: DynamoDb, input) {
    const { TableName: name, StreamSpecification: stream, ...rest } = input;
    // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html, GlobalSecondaryIndexUpdates
    const indexes = list(input['GlobalSecondaryIndexUpdates']).filter(
      (one) => one['Create'] ?? one['Delete'],
    );
    if (indexes.length > 1) throw dynamoDbError.onlineIndexLimit();
    const update = async (more: Partial<UpdateTableInput>): Promise<TableDescription> => {
      // The engine checks what we pass on.
      const request = { ...rest, ...more, TableName: name } as UpdateTableInput;
      const { TableDescription: updated = {} } = await dynamoDb.client.send('UpdateTable', request);
      dynamoDb.schemas.forget(name);
      return updated;
    };
    if (stream === undefined) return { TableDescription: dynamoDb.describe(await update({})) };
    const current = dynamoDb.streams.current(name);
    let table: TableDescription;
    if (stream.StreamEnabled) {
      if (current !== undefined)
        throw dynamoDbError.validation(`Table already has an enabled stream: TableName: ${name}`);
      table = await withNewStream(dynamoDb, name, stream.StreamViewType, () =>
        update({ StreamSpecification: ENGINE_STREAM }),
      );
    } else {
      if (current === undefined)
        throw dynamoDbError.validation(`Table has no enabled stream: TableName: ${name}`);
      table = await update({ StreamSpecification: { StreamEnabled: false } });
      await dynamoDb.streams.end(name);
    }
    return { TableDescription: dynamoDb.describe(table) };
  },
});
