import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();
const { TABLE_NAME, QUEUE_URL } = process.env;

export async function sign({ name }) {
  if (!name) throw new TypeError('A guest needs a name.');
  console.log(`${name} signs`);
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: name }));
}

export async function write({ Records }) {
  for (const { body } of Records) {
    await dynamodb.send(new PutItemCommand({ TableName: TABLE_NAME, Item: { name: { S: body } } }));
  }
}

export async function read() {
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: TABLE_NAME }));
  return Items.map((item) => item.name.S);
}
