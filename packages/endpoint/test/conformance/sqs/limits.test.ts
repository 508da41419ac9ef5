import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createQueue, receive } from '../../support/messaging.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const send = (url: string, input: Partial<SendMessageCommand['input']>) =>
  clients(endpoint)
    .sqs()
    .send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x', ...input }));

test('a message may have 1 MiB with its attributes, and no more', async () => {
  const { url } = await createQueue(endpoint);
  const MessageAttributes = { ab: { DataType: 'String', StringValue: 'cd' } };
  const room = 1_048_576 - 'abStringcd'.length;
  await send(url, { MessageBody: 'x'.repeat(room), MessageAttributes });
  await expect(send(url, { MessageBody: 'x'.repeat(room + 1), MessageAttributes })).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
});

test('a queue may take less, counted in bytes', async () => {
  const { url } = await createQueue(endpoint, { MaximumMessageSize: '1024' });
  await send(url, { MessageBody: 'é'.repeat(512) });
  await expect(send(url, { MessageBody: 'é'.repeat(513) })).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
});

test('characters outside XML are refused', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, { MessageBody: 'tab \t, line \n, 😀' });
  await expect(send(url, { MessageBody: 'bell \u0007' })).rejects.toMatchObject({
    name: 'InvalidMessageContents',
  });
  await expect(send(url, { MessageBody: 'half a pair \uD83D' })).rejects.toMatchObject({
    name: 'InvalidMessageContents',
  });
  await expect(send(url, { MessageBody: 'not a character \uFFFE' })).rejects.toMatchObject({
    name: 'InvalidMessageContents',
  });
});

test('a message has ten attributes at most', async () => {
  const { url } = await createQueue(endpoint);
  const attributes = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
    );
  await send(url, { MessageAttributes: attributes(10) });
  await expect(send(url, { MessageAttributes: attributes(11) })).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
});

test.each([
  ['a reserved name', { 'AWS.x': { DataType: 'String', StringValue: 'x' } }],
  ['two dots in a name', { 'a..b': { DataType: 'String', StringValue: 'x' } }],
  ['an unknown type', { a: { DataType: 'Text', StringValue: 'x' } }],
  ['a control character in its value', { a: { DataType: 'String', StringValue: 'bell \u0007' } }],
  ['an empty value', { a: { DataType: 'String', StringValue: '' } }],
  ['an empty binary value', { a: { DataType: 'Binary', BinaryValue: new Uint8Array() } }],
  ['a number that is none', { a: { DataType: 'Number', StringValue: 'seven' } }],
])('an attribute with %s is refused', async (_what, MessageAttributes) => {
  const { url } = await createQueue(endpoint);
  await expect(send(url, { MessageAttributes })).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
});

test('an attribute may be named in any script', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, { MessageAttributes: { 'attr.1øßä': { DataType: 'String', StringValue: 'x' } } });
  const [message] = await receive(endpoint, url);
  expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(['attr.1øßä']);
});

test('a receive from a standard queue has no attempt id', async () => {
  const { url } = await createQueue(endpoint);
  await expect(receive(endpoint, url, { attempt: 'try-1' })).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
});

test('a trace header goes along as a system attribute', async () => {
  const { url } = await createQueue(endpoint);
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
  const sent = await send(url, {
    MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: header } },
  });
  expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
  const [message] = await receive(endpoint, url);
  expect(message?.Attributes?.AWSTraceHeader).toBe(header);
});

test('attributes have the digest of AWS', async () => {
  const { url } = await createQueue(endpoint);
  const sent = await send(url, {
    MessageAttributes: {
      timestamp: { DataType: 'Number', StringValue: '1493147359900' },
    },
  });
  // Calculated with another implementation of the algorithm.
  expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');
});

test('a receive shows the attributes that it asks for', async () => {
  const { url } = await createQueue(endpoint);
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  await send(url, { MessageAttributes: { 'a.x': text('1'), 'a.y': text('2'), b: text('3') } });
  const shown = async (names: string[]) => {
    const { Messages = [] } = await clients(endpoint)
      .sqs()
      .send(new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: names, VisibilityTimeout: 0 }));
    return Object.keys(Messages[0]?.MessageAttributes ?? {});
  };
  expect(await shown([])).toEqual([]);
  expect(await shown(['b'])).toEqual(['b']);
  expect(await shown(['a.*'])).toEqual(['a.x', 'a.y']);
  expect(await shown(['All'])).toEqual(['a.x', 'a.y', 'b']);
});

test.each([
  ['MaxNumberOfMessages', 0],
  ['MaxNumberOfMessages', 11],
  ['WaitTimeSeconds', 21],
  ['VisibilityTimeout', 43_201],
])('a receive with %s %d is refused', async (name, value) => {
  const { url } = await createQueue(endpoint);
  await expect(
    clients(endpoint)
      .sqs()
      .send(new ReceiveMessageCommand({ QueueUrl: url, [name]: value })),
  ).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
});
