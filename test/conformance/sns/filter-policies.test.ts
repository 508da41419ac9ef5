import {
  GetSubscriptionAttributesCommand,
  type MessageAttributeValue,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../local/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createTopic, receive, subscribeQueue } from '../../support/messaging.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

type Attributes = Record<string, MessageAttributeValue>;

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (value: number) => ({ DataType: 'Number', StringValue: String(value) });
const list = (...values: unknown[]) => ({ DataType: 'String.Array', StringValue: JSON.stringify(values) });

/** Which of the messages pass, by name. */
async function passing(
  policy: object,
  messages: Record<string, { attributes?: Attributes; body?: string }>,
  scope?: string,
): Promise<string[]> {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, {
    subscription: {
      FilterPolicy: JSON.stringify(policy),
      ...(scope && { FilterPolicyScope: scope }),
    },
  });
  for (const [name, { attributes = {}, body = 'x' }] of Object.entries(messages)) {
    await clients(endpoint)
      .sns()
      .send(
        new PublishCommand({
          TopicArn: topicArn,
          Message: body,
          Subject: name,
          MessageAttributes: attributes,
        }),
      );
  }
  const received = bodies(await receive(endpoint, queue.url));
  return received.map((body) => String(JSON.parse(body).Subject));
}

const byBody = (policy: object, values: Record<string, unknown>) =>
  passing(
    policy,
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { body: JSON.stringify(value) }]),
    ),
    'MessageBody',
  );

test('exact values match texts, numbers and elements of lists', async () => {
  const passed = await passing(
    { kind: ['order', 7] },
    {
      text: { attributes: { kind: text('order') } },
      'other text': { attributes: { kind: text('Order') } },
      number: { attributes: { kind: number(7) } },
      'number as text': { attributes: { kind: text('7') } },
      element: { attributes: { kind: list('refund', 'order') } },
      missing: {},
    },
  );
  expect(passed).toEqual(['text', 'number', 'element']);
});

test('all keys of a policy must match, and one value of each', async () => {
  const passed = await passing(
    { kind: ['order', 'refund'], store: ['paris'] },
    {
      both: { attributes: { kind: text('refund'), store: text('paris') } },
      one: { attributes: { kind: text('refund') } },
      'wrong store': { attributes: { kind: text('order'), store: text('rome') } },
    },
  );
  expect(passed).toEqual(['both']);
});

test('prefix and suffix', async () => {
  const passed = await passing(
    { file: [{ prefix: 'in/' }, { suffix: '.csv' }] },
    {
      prefix: { attributes: { file: text('in/a.txt') } },
      suffix: { attributes: { file: text('out/a.csv') } },
      neither: { attributes: { file: text('out/a.txt') } },
    },
  );
  expect(passed).toEqual(['prefix', 'suffix']);
});

test('anything-but takes values, prefixes and suffixes, and needs something to be there', async () => {
  const messages = {
    rugby: { attributes: { sport: text('rugby') } },
    tennis: { attributes: { sport: text('tennis') } },
    list: { attributes: { sport: list('rugby', 'tennis') } },
    missing: {},
  };
  expect(await passing({ sport: [{ 'anything-but': 'rugby' }] }, messages)).toEqual(['tennis', 'list']);
  expect(await passing({ sport: [{ 'anything-but': ['rugby', 'tennis'] }] }, messages)).toEqual([]);
  expect(await passing({ sport: [{ 'anything-but': { prefix: 'ru' } }] }, messages)).toEqual([
    'tennis',
    'list',
  ]);
  expect(await passing({ sport: [{ 'anything-but': { suffix: 'nis' } }] }, messages)).toEqual([
    'rugby',
    'list',
  ]);
});

test('numeric comparisons and ranges', async () => {
  const messages = Object.fromEntries(
    [-1, 0, 50, 100, 150].map((value) => [`${value}`, { attributes: { price: number(value) } }]),
  );
  expect(await passing({ price: [{ numeric: ['=', 50] }] }, messages)).toEqual(['50']);
  expect(await passing({ price: [{ numeric: ['<', 0] }] }, messages)).toEqual(['-1']);
  expect(await passing({ price: [{ numeric: ['>', 0, '<=', 100] }] }, messages)).toEqual(['50', '100']);
});

test('exists asks whether an attribute is there', async () => {
  const messages = { there: { attributes: { store: text('any') } }, missing: {} };
  expect(await passing({ store: [{ exists: true }] }, messages)).toEqual(['there']);
  expect(await passing({ store: [{ exists: false }] }, messages)).toEqual(['missing']);
});

test('equals-ignore-case', async () => {
  const passed = await passing(
    { kind: [{ 'equals-ignore-case': 'Order' }] },
    { upper: { attributes: { kind: text('ORDER') } }, other: { attributes: { kind: text('ORDERS') } } },
  );
  expect(passed).toEqual(['upper']);
});

test('cidr', async () => {
  const passed = await passing(
    { source: [{ cidr: '10.0.0.0/24' }] },
    {
      inside: { attributes: { source: text('10.0.0.255') } },
      outside: { attributes: { source: text('10.0.1.0') } },
      'no address': { attributes: { source: text('ten') } },
    },
  );
  expect(passed).toEqual(['inside']);
});

test('$or needs one of its policies, beside the other keys', async () => {
  const passed = await passing(
    { store: ['paris'], $or: [{ kind: ['order'] }, { price: [{ numeric: ['>', 100] }] }] },
    {
      first: { attributes: { store: text('paris'), kind: text('order') } },
      second: { attributes: { store: text('paris'), price: number(101) } },
      neither: { attributes: { store: text('paris'), price: number(1) } },
      'without store': { attributes: { kind: text('order') } },
    },
  );
  expect(passed).toEqual(['first', 'second']);
});

test('a policy on the body reaches into nested objects and lists', async () => {
  const passed = await byBody(
    { order: { lines: { sku: ['a'], quantity: [{ numeric: ['>', 1] }] }, paid: [true] } },
    {
      matches: { order: { lines: [{ sku: 'b' }, { sku: 'a', quantity: 2 }], paid: true } },
      'in two lines': {
        order: {
          lines: [
            { sku: 'a', quantity: 1 },
            { sku: 'b', quantity: 2 },
          ],
          paid: true,
        },
      },
      unpaid: { order: { lines: [{ sku: 'a', quantity: 2 }], paid: false } },
    },
  );
  expect(passed).toEqual(['matches']);
});

test('a policy on the body sees null, numbers and texts as what they are', async () => {
  const values = { null: { a: null }, number: { a: 1 }, text: { a: '1' }, missing: {} };
  expect(await byBody({ a: [null] }, values)).toEqual(['null']);
  expect(await byBody({ a: [1] }, values)).toEqual(['number']);
  expect(await byBody({ a: ['1'] }, values)).toEqual(['text']);
});

test('a body that is no JSON object passes no policy on the body', async () => {
  const passed = await passing(
    { a: [{ exists: false }] },
    { text: { body: 'plain' }, list: { body: '[]' }, object: { body: '{}' } },
    'MessageBody',
  );
  expect(passed).toEqual(['object']);
});

test('a changed policy takes effect with the next message, and an empty one takes it away', async () => {
  const sns = clients(endpoint).sns();
  const topicArn = await createTopic(endpoint);
  const { url, subscriptionArn } = await subscribeQueue(endpoint, topicArn, {
    subscription: { FilterPolicy: '{"kind":["order"]}', RawMessageDelivery: 'true' },
  });
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: subscriptionArn,
        AttributeName,
        AttributeValue,
      }),
    );
  const publish = (Message: string) => sns.send(new PublishCommand({ TopicArn: topicArn, Message }));
  await publish('filtered');
  await set('FilterPolicy', '{"kind":[{"exists":false}]}');
  await publish('changed');
  await set('FilterPolicy', '{}');
  await publish('removed');
  expect(bodies(await receive(endpoint, url))).toEqual(['changed', 'removed']);
  const { Attributes } = await sns.send(
    new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }),
  );
  expect(Attributes).not.toHaveProperty('FilterPolicy');
});

test.each([
  ['no JSON', 'nope'],
  ['a list', '[]'],
  ['a value outside a list', '{"a":"b"}'],
  ['an empty list', '{"a":[]}'],
  ['a nested policy on attributes', '{"a":{"b":["c"]}}'],
  ['an unknown operator', '{"a":[{"sounds-like":"b"}]}'],
  ['two operators in one', '{"a":[{"prefix":"b","suffix":"c"}]}'],
  ['a list in a list', '{"a":[["b"]]}'],
  ['a range the wrong way round', '{"a":[{"numeric":["<",5,">",1]}]}'],
  ['a range with nothing in it', '{"a":[{"numeric":[">",5,"<",1]}]}'],
  ['a number out of range', '{"a":[{"numeric":["=",1000000001]}]}'],
  ['exists that is no boolean', '{"a":[{"exists":"yes"}]}'],
  ['a broken cidr', '{"a":[{"cidr":"10.0.0.0/33"}]}'],
  ['anything-but of mixed types', '{"a":[{"anything-but":["b",1]}]}'],
  ['more than five keys', '{"a":["x"],"b":["x"],"c":["x"],"d":["x"],"e":["x"],"f":["x"]}'],
  ['more than 150 combinations', JSON.stringify({ a: Array(13).fill('x'), b: Array(12).fill('x') })],
])('a policy with %s is refused', async (_what, FilterPolicy) => {
  const topicArn = await createTopic(endpoint);
  await expect(
    clients(endpoint)
      .sns()
      .send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: 'sqs',
          Endpoint: 'arn:aws:sqs:us-east-1:000000000000:any',
          Attributes: { FilterPolicy },
        }),
      ),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('FilterPolicy'),
  });
});
