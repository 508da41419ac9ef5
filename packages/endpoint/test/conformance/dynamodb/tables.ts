import { CreateTableCommand, type CreateTableInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Creates a table of the tests' usual form: partition key `pk`, text, on demand. */
export async function createTable(
  dynamodb: DynamoDBClient,
  name: string,
  more: Partial<CreateTableInput> = {},
): Promise<{ name: string; arn: string; stream: string }> {
  const { TableDescription: table } = await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    }),
  );
  return { name, arn: table?.TableArn ?? '', stream: table?.LatestStreamArn ?? '' };
}

export const STREAM = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
