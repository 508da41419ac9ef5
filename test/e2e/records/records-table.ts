import { CreateTableCommand, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Endpoint } from '@modes-of-dataflow/endpoint';
import { afterAll, beforeAll } from 'vitest';
import { type Attributes, Table } from '../../../lambdas/shared/table.ts';
import { clients, startTestEndpoint } from '../../../packages/endpoint/test/support/endpoint.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';

export interface RecordsTable {
  items(): Table;
  /** The item with that key as DynamoDB has it, in its own JSON, to see whether anything changed. */
  raw(key: ItemKey): Promise<unknown>;
}

/** A table of an endpoint that the tests of one file share. */
export function recordsTable(): RecordsTable {
  let endpoint: Endpoint | undefined;
  let dynamodb: DynamoDBClient | undefined;
  let table: Table | undefined;
  beforeAll(async () => {
    endpoint = await startTestEndpoint();
    dynamodb = clients(endpoint).dynamodb();
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'records',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    table = new Table(
      'records',
      DynamoDBDocumentClient.from(dynamodb, {
        marshallOptions: { removeUndefinedValues: true },
        unmarshallOptions: { wrapNumbers: true },
      }),
    );
  });
  afterAll(async () => {
    dynamodb?.destroy();
    await endpoint?.close();
  });
  return {
    items: () => there(table),
    async raw({ pk, sk }) {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      const { Item } = await there(dynamodb).send(
        new GetItemCommand({ TableName: 'records', Key, ConsistentRead: true }),
      );
      return Item;
    },
  };
}

/** A row written past every strategy, as somebody else or a fault may leave it. */
export function plant(table: RecordsTable, key: ItemKey, attributes: Attributes): Promise<boolean> {
  return table.items().createItem(key, { version: 1, ...attributes });
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the endpoint has not started');
  return value;
}
