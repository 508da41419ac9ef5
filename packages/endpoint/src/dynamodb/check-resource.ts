import type { DynamoDb } from './dynamodb.ts';
import { dynamoDbError } from './errors.ts';
import { tableNameOf } from './table-names.ts';

/** Throws AwsError unless an ARN is that of a table or stream that is there. */
export async function checkResource({ client, context, streams }: DynamoDb, arn: string): Promise<void> {
  if (streams.get(arn) !== undefined) return;
  const TableName = tableNameOf(arn, context);
  if (TableName === arn) throw dynamoDbError.tableNotFound(arn);
  await client.send('DescribeTable', { TableName });
}
