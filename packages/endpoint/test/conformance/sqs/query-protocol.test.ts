import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { startTestEndpoint } from '../../support/endpoint.ts';
import { createQueue, receive } from '../../support/messaging.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const parser = new XMLParser({ parseTagValue: false, attributeNamePrefix: '@', ignoreAttributes: false });
// Signatures are read, not verified.
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
};

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: parsed XML, looked into member by member.
  xml: any;
}

/** A request as clients of the time before November 2023 send it. */
async function query(parameters: Record<string, string>, path = '/', method = 'POST'): Promise<Answer> {
  const form = new URLSearchParams({ Version: '2012-11-05', ...parameters });
  const response = await fetch(
    method === 'GET' ? `${endpoint.url}${path}?${form}` : `${endpoint.url}${path}`,
    method === 'GET' ? { headers: SIGNED } : { method, headers: SIGNED, body: form },
  );
  return { status: response.status, xml: parser.parse(await response.text()) };
}

const pathOf = (url: string) => new URL(url).pathname;
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

test('a queue is created with attributes and tags', async () => {
  const { status, xml } = await query({
    Action: 'CreateQueue',
    QueueName: 'queried',
    'Attribute.1.Name': 'VisibilityTimeout',
    'Attribute.1.Value': '45',
    'Attribute.2.Name': 'DelaySeconds',
    'Attribute.2.Value': '1',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'blue',
  });
  expect(status).toBe(200);
  expect(xml.CreateQueueResponse['@xmlns']).toBe('http://queue.amazonaws.com/doc/2012-11-05/');
  const { QueueUrl } = xml.CreateQueueResponse.CreateQueueResult;
  expect(QueueUrl).toBe(`${endpoint.url}/000000000000/queried`);
  expect(xml.CreateQueueResponse.ResponseMetadata.RequestId).toMatch(/^[0-9a-f-]{36}$/);

  const tags = await query({ Action: 'ListQueueTags', QueueUrl });
  expect(tags.xml.ListQueueTagsResponse.ListQueueTagsResult.Tag).toEqual({ Key: 'team', Value: 'blue' });
  const attributes = await query({
    Action: 'GetQueueAttributes',
    QueueUrl,
    'AttributeName.1': 'VisibilityTimeout',
    'AttributeName.2': 'DelaySeconds',
  });
  expect(attributes.xml.GetQueueAttributesResponse.GetQueueAttributesResult.Attribute).toEqual([
    { Name: 'VisibilityTimeout', Value: '45' },
    { Name: 'DelaySeconds', Value: '1' },
  ]);
  const found = await query({ Action: 'GetQueueUrl', QueueName: 'queried' });
  expect(found.xml.GetQueueUrlResponse.GetQueueUrlResult).toEqual({ QueueUrl });
});

test('a message is sent to the URL of its queue, received and deleted', async () => {
  const { url } = await createQueue(endpoint);
  const path = pathOf(url);
  const sent = await query(
    {
      Action: 'SendMessage',
      MessageBody: 'a <b> & c',
      'MessageAttribute.1.Name': 'kind',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'test',
      'MessageAttribute.2.Name': 'bytes',
      'MessageAttribute.2.Value.DataType': 'Binary',
      'MessageAttribute.2.Value.BinaryValue': 'AQID',
    },
    path,
  );
  const { MessageId, MD5OfMessageBody } = sent.xml.SendMessageResponse.SendMessageResult;
  expect(MD5OfMessageBody).toBe(md5('a <b> & c'));

  const received = await query(
    { Action: 'ReceiveMessage', 'AttributeName.1': 'SenderId', 'MessageAttributeName.1': 'All' },
    path,
  );
  const { Message } = received.xml.ReceiveMessageResponse.ReceiveMessageResult;
  expect(Message).toMatchObject({
    MessageId,
    Body: 'a <b> & c',
    MD5OfBody: md5('a <b> & c'),
    Attribute: { Name: 'SenderId' },
    MessageAttribute: [
      { Name: 'kind', Value: { DataType: 'String', StringValue: 'test' } },
      { Name: 'bytes', Value: { DataType: 'Binary', BinaryValue: 'AQID' } },
    ],
  });

  const deleted = await query({ Action: 'DeleteMessage', ReceiptHandle: Message.ReceiptHandle }, path);
  expect(deleted.status).toBe(200);
  expect(Object.keys(deleted.xml.DeleteMessageResponse)).toEqual(['ResponseMetadata', '@xmlns']);
  expect(await receive(endpoint, url)).toEqual([]);
});

test('an empty receive has an empty result', async () => {
  const { url } = await createQueue(endpoint);
  const { xml } = await query({ Action: 'ReceiveMessage' }, pathOf(url), 'GET');
  expect(xml.ReceiveMessageResponse.ReceiveMessageResult).toBe('');
});

test('the entries of a batch succeed and fail one by one', async () => {
  const { url } = await createQueue(endpoint);
  const { xml } = await query({
    Action: 'SendMessageBatch',
    QueueUrl: url,
    'SendMessageBatchRequestEntry.1.Id': 'good',
    'SendMessageBatchRequestEntry.1.MessageBody': 'x',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Name': 'kind',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType': 'String',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue': 'test',
    'SendMessageBatchRequestEntry.2.Id': 'delayed',
    'SendMessageBatchRequestEntry.2.MessageBody': 'x',
    'SendMessageBatchRequestEntry.2.DelaySeconds': '901',
  });
  const result = xml.SendMessageBatchResponse.SendMessageBatchResult;
  expect(result.SendMessageBatchResultEntry).toMatchObject({ Id: 'good', MD5OfMessageBody: md5('x') });
  expect(result.BatchResultErrorEntry).toMatchObject({
    Id: 'delayed',
    Code: 'InvalidParameterValue',
    SenderFault: 'true',
  });
  const [message] = await receive(endpoint, url);
  expect(message?.MessageAttributes).toEqual({ kind: { DataType: 'String', StringValue: 'test' } });

  const deleted = await query({
    Action: 'DeleteMessageBatch',
    QueueUrl: url,
    'DeleteMessageBatchRequestEntry.1.Id': '1',
    'DeleteMessageBatchRequestEntry.1.ReceiptHandle': message?.ReceiptHandle ?? '',
  });
  expect(
    deleted.xml.DeleteMessageBatchResponse.DeleteMessageBatchResult.DeleteMessageBatchResultEntry,
  ).toEqual({ Id: '1' });
});

test('more than ten elements keep the order of their numbers', async () => {
  const { url } = await createQueue(endpoint);
  const entries = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [
      [`SendMessageBatchRequestEntry.${10 - index}.Id`, `${9 - index}`],
      [`SendMessageBatchRequestEntry.${10 - index}.MessageBody`, `body ${9 - index}`],
    ]).flat(),
  );
  await query({ Action: 'SendMessageBatch', QueueUrl: url, ...entries });
  const bodies = (await receive(endpoint, url)).map(({ Body }) => Body);
  expect(bodies).toEqual(Array.from({ length: 10 }, (_, index) => `body ${index}`));
});

test('permissions, dead-letter sources and listings have their elements', async () => {
  const dead = await createQueue(endpoint);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
  const queue = await createQueue(endpoint, { RedrivePolicy });
  const granted = await query({
    Action: 'AddPermission',
    QueueUrl: queue.url,
    Label: 'partner',
    'AWSAccountId.1': '111111111111',
    'ActionName.1': 'SendMessage',
  });
  expect(granted.status).toBe(200);
  const sources = await query({ Action: 'ListDeadLetterSourceQueues', QueueUrl: dead.url });
  expect(sources.xml.ListDeadLetterSourceQueuesResponse.ListDeadLetterSourceQueuesResult).toEqual({
    QueueUrl: queue.url,
  });
  const prefix = queue.url.split('/').at(-1) ?? '';
  const listed = await query({ Action: 'ListQueues', QueueNamePrefix: prefix }, '/', 'GET');
  expect(listed.xml.ListQueuesResponse.ListQueuesResult).toEqual({ QueueUrl: queue.url });
});

test.each<[string, Record<string, string>, number, string]>([
  [
    'that exists no more',
    { QueueUrl: '/000000000000/missing' },
    400,
    'AWS.SimpleQueueService.NonExistentQueue',
  ],
  ['that has no name', { QueueUrl: 'http://127.0.0.1/' }, 404, 'InvalidAddress'],
  ['that is not given', {}, 400, 'MissingParameter'],
])('a queue %s is refused in the words of the protocol', async (_what, parameters, status, Code) => {
  const { xml, ...answer } = await query({ Action: 'ReceiveMessage', ...parameters });
  expect(answer.status).toBe(status);
  expect(xml.ErrorResponse['@xmlns']).toBe('http://queue.amazonaws.com/doc/2012-11-05/');
  expect(xml.ErrorResponse.Error).toMatchObject({ Type: 'Sender', Code });
});

test('the URL of a queue takes actions on queues only', async () => {
  const { url } = await createQueue(endpoint);
  for (const parameters of [{ Action: 'ListQueues' }, { Action: 'FooBar' }]) {
    const { status, xml } = await query(parameters, pathOf(url));
    expect(status).toBe(400);
    expect(xml.ErrorResponse.Error).toMatchObject({ Code: 'InvalidAction' });
  }
});

test('a request without an action names no operation', async () => {
  const { url } = await createQueue(endpoint);
  const { status, xml } = await query({}, pathOf(url), 'GET');
  expect(status).toBe(404);
  expect(xml).toHaveProperty('UnknownOperationException');
});

test('a queue that is named among the parameters goes before the one of the path', async () => {
  const [one, other] = [await createQueue(endpoint), await createQueue(endpoint)];
  await query({ Action: 'SendMessage', QueueUrl: other.url, MessageBody: 'x' }, pathOf(one.url));
  expect(await receive(endpoint, one.url)).toEqual([]);
  expect(await receive(endpoint, other.url)).toHaveLength(1);
});

test('JSON may be sent to the URL of a queue as well', async () => {
  const { url } = await createQueue(endpoint);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...SIGNED,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
    },
    body: JSON.stringify({ QueueUrl: url, MessageBody: 'x' }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ MD5OfMessageBody: md5('x') });
});
