import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DriverContext } from '../../../driver/context.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';

/** An item in DynamoDB's JSON, which has the types of its attributes. @throws when there is no such item */
export async function storedItem(
  { aws }: Pick<DriverContext, 'aws'>,
  table: string,
  { pk, sk }: ItemKey,
): Promise<Record<string, AttributeValue>> {
  const dynamodb = new DynamoDBClient(aws.settings);
  try {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    if (Item === undefined) throw new Error(`There is no item ${pk} | ${sk} in ${table}`);
    return Item;
  } finally {
    dynamodb.destroy();
  }
}
