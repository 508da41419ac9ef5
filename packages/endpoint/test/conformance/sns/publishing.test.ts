import { PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createTopic, receive, subscribeQueue } from '../../support/messaging.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const RAW = { RawMessageDelivery: 'true' };
const LIMIT = 262_144;

const publish = (TopicArn: string, input: Partial<PublishCommand['input']> = {}) =>
  clients(endpoint)
    .sns()
    .send(new PublishCommand({ TopicArn, Message: 'x', ...input }));

const publishBatch = (
  TopicArn: string,
  entries: PublishBatchCommand['input']['PublishBatchRequestEntries'],
) =>
  clients(endpoint)
    .sns()
    .send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));

test('every subscriber is given a message of its own', async () => {
  const topicArn = await createTopic(endpoint);
  const one = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  const other = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  await publish(topicArn, { Message: 'hello' });
  for (const { url } of [one, other]) expect(bodies(await receive(endpoint, url))).toEqual(['hello']);
});

test('a message may have 256 KiB with its attributes, and no more', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  const MessageAttributes = { ab: { DataType: 'String', StringValue: 'cd' } };
  const room = LIMIT - 'abStringcd'.length;
  await publish(topicArn, { Message: 'é'.repeat(room / 2), MessageAttributes });
  expect(await receive(endpoint, queue.url)).toHaveLength(1);
  await expect(
    publish(topicArn, { Message: `${'é'.repeat(room / 2)}x`, MessageAttributes }),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('too long'),
  });
});

test('a message that grows in its envelope is delivered all the same', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn);
  const Message = '"'.repeat(LIMIT);
  await publish(topicArn, { Message });
  const [message] = await receive(endpoint, queue.url);
  expect(JSON.parse(message?.Body ?? '').Message).toBe(Message);
});

test('a message may have a text for each protocol', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  const json = (texts: object) =>
    publish(topicArn, { Message: JSON.stringify(texts), MessageStructure: 'json' });
  await json({ default: 'for all', sqs: 'for queues' });
  await json({ default: 'for all', lambda: 'for functions' });
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['for queues', 'for all']);
  await expect(json({ sqs: 'no default' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('special characters arrive as they were published', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  const Message = '<a href="x">&amp; \r\n\t ü 😀 + %20</a>';
  await publish(topicArn, {
    Message,
    MessageAttributes: { note: { DataType: 'String', StringValue: Message } },
  });
  const [message] = await receive(endpoint, queue.url);
  expect(message?.Body).toBe(Message);
  expect(message?.MessageAttributes?.['note']?.StringValue).toBe(Message);
});

test('a group of a standard topic goes on to standard queues', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  await publish(topicArn, { MessageGroupId: 'tenant' });
  const [message] = await receive(endpoint, queue.url);
  expect(message?.Attributes?.MessageGroupId).toBe('tenant');
});

test('a batch answers each entry', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  const { Successful = [], Failed } = await publishBatch(topicArn, [
    { Id: '1', Message: 'one' },
    { Id: '2', Message: 'two' },
  ]);
  expect(Successful.map(({ Id }) => Id)).toEqual(['1', '2']);
  expect(Failed).toEqual([]);
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['one', 'two']);
});

test('a batch with an entry that would be refused alone is refused, and nothing of it delivered', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  await expect(
    publishBatch(topicArn, [
      { Id: 'good', Message: 'fine' },
      { Id: 'bad', Message: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
    ]),
  ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  expect(await receive(endpoint, queue.url)).toEqual([]);
});

test('a batch has limits on its entries, their ids and their size', async () => {
  const topicArn = await createTopic(endpoint);
  const entries = (count: number, Message = 'x') =>
    Array.from({ length: count }, (_, index) => ({ Id: `${index}`, Message }));
  await expect(publishBatch(topicArn, [])).rejects.toMatchObject({ name: 'EmptyBatchRequestException' });
  await expect(publishBatch(topicArn, entries(11))).rejects.toMatchObject({
    name: 'TooManyEntriesInBatchRequestException',
  });
  await expect(publishBatch(topicArn, [...entries(1), ...entries(1)])).rejects.toMatchObject({
    name: 'BatchEntryIdsNotDistinctException',
  });
  await expect(publishBatch(topicArn, [{ Id: 'not ok', Message: 'x' }])).rejects.toMatchObject({
    name: 'InvalidBatchEntryIdException',
    message: expect.stringContaining('impermissible character: not ok'),
  });
  await expect(publishBatch(topicArn, [{ Id: 'a'.repeat(81), Message: 'x' }])).rejects.toMatchObject({
    name: 'InvalidBatchEntryIdException',
    message: expect.stringContaining('too long'),
  });
  await expect(publishBatch(topicArn, entries(2, 'x'.repeat(LIMIT / 2 + 1)))).rejects.toMatchObject({
    name: 'BatchRequestTooLongException',
  });
});

test('a topic that does not exist is not found', async () => {
  const topicArn = await createTopic(endpoint);
  await expect(publish(`${topicArn}-missing`)).rejects.toMatchObject({
    name: 'NotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
});

test.each([
  ['an empty message', { Message: '' }],
  ['a subject with a line break', { Subject: 'a\nb' }],
  ['a subject of 101 characters', { Subject: 'a'.repeat(101) }],
  ['a deduplication id, to a standard topic', { MessageDeduplicationId: 'd' }],
])('%s is refused', async (_what, input) => {
  const topicArn = await createTopic(endpoint);
  await expect(publish(topicArn, input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

const bytes = (value: string) => Buffer.from(value, 'utf8');

/** In the words of AWS. */
test.each([
  [
    'an empty text',
    'attr1',
    { DataType: 'String', StringValue: '' },
    'must contain non-empty message attribute value',
  ],
  ['no value', 'attr1', { DataType: 'String' }, 'must contain non-empty message attribute value'],
  [
    'no bytes',
    'attr1',
    { DataType: 'Binary', BinaryValue: bytes('') },
    "for message attribute type 'Binary'",
  ],
  ['bytes for a text', 'attr1', { DataType: 'String', BinaryValue: bytes('x') }, "must use field 'String'"],
  ['a text for bytes', 'attr1', { DataType: 'Binary', StringValue: 'x' }, "must use field 'Binary'"],
  ['an unknown type', 'attr1', { DataType: 'Text', StringValue: 'x' }, 'set of supported type prefixes'],
  [
    'an empty custom type',
    'attr1',
    { DataType: 'String.', StringValue: 'x' },
    'set of supported type prefixes',
  ],
  ['a number that is none', 'attr1', { DataType: 'Number', StringValue: 'seven' }, 'to number'],
  ['a long name', 'a'.repeat(257), { DataType: 'String', StringValue: 'x' }, 'less than 256 bytes'],
  ['a character outside of names', 'a^b', { DataType: 'String', StringValue: 'x' }, "'#x5E' was found"],
  ['a dot first', '.abc', { DataType: 'String', StringValue: 'x' }, "starting with character '.'"],
  ['a dot last', 'abc.', { DataType: 'String', StringValue: 'x' }, "ending with character '.'"],
  ['two dots in a row', 'a..b', { DataType: 'String', StringValue: 'x' }, "successive '.' character"],
])('a message attribute with %s is refused', async (_what, name, attribute, message) => {
  const topicArn = await createTopic(endpoint);
  await expect(publish(topicArn, { MessageAttributes: { [name]: attribute } })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    Code: 'ParameterValueInvalid',
    message: expect.stringContaining(message),
  });
});

test('a message attribute without a type fails the validation of the API', async () => {
  const topicArn = await createTopic(endpoint);
  const MessageAttributes = { attr1: { DataType: undefined, StringValue: 'x' } };
  await expect(publish(topicArn, { MessageAttributes })).rejects.toMatchObject({ name: 'ValidationError' });
});

test.each([
  ['no ARN', 'randomstring', 'An ARN must have at least 6 elements, not 1'],
  ['an ARN of another region', 'arn:aws:sns:eu-west-1:000000000000:topic', 'Invalid parameter: TopicArn'],
  ['an ARN of another service', 'arn:aws:sqs:us-east-1:000000000000:topic', 'Invalid parameter: TopicArn'],
])('%s is not that of a topic', async (_what, topicArn, message) => {
  await expect(publish(topicArn)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(message),
  });
});

test('publishing to a phone is not implemented, and says so', async () => {
  await expect(
    clients(endpoint)
      .sns()
      .send(new PublishCommand({ PhoneNumber: '+4912345', Message: 'x' })),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
});
