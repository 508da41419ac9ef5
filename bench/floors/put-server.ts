import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

// What a POST has to do at the very least: parse its body and put it, with the SDK, into the table named by TABLE.
// No gateway, no signature, no validation, no function, and a process that is always warm.
const documents = DynamoDBDocumentClient.from(new DynamoDBClient());

const server = createServer(async (request, response) => {
  const { pk, sk, ...item } = JSON.parse(await text(request));
  await documents.send(
    new PutCommand({
      TableName: process.env['TABLE'],
      Item: { pk, sk, ...item },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(item));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
