import type { CreateTableInput, TableDescription } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkTags } from '../data-plane/request-shapes.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { tableOf } from '../resource-arns.ts';
import { ENGINE_STREAM, streamSpecification, withNewStream } from '../stream-specification.ts';
import { tableName } from '../table-names.ts';

export const createTable = operation('dynamodb', 'CreateTable', {
  resource: tableOf,
  input: z.looseObject({ TableName: tableName, StreamSpecification: streamSpecification.optional() }),
  async run(dynamoDb: DynamoDb, input) {
    const { TableName: name, StreamSpecification: stream, ...rest } = input;
    checkTags(input['Tags']);
    const create = async (more: Partial<CreateTableInput>): Promise<TableDescription> => {
      // The engine checks what we pass on.
      const request = { ...rest, ...more, TableName: name } as CreateTableInput;
      const { TableDescription: created = {} } = await dynamoDb.client.send('CreateTable', request);
      dynamoDb.schemas.forget(name);
      return created;
    };
    if (!stream?.StreamEnabled) return { TableDescription: dynamoDb.describe(await create({})) };
    if (dynamoDb.streams.current(name) !== undefined) throw dynamoDbError.tableInUse(name);
    const table = await withNewStream(dynamoDb, name, stream.StreamViewType, () =>
      create({ StreamSpecification: ENGINE_STREAM }),
    );
    return { TableDescription: dynamoDb.describe(table) };
  },
});
