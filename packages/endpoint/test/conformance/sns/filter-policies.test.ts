import {
  GetSubscriptionAttributesCommand,
  type MessageAttributeValue,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
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

test('anything-but takes values and prefixes, and needs something to be there', async () => {
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

test('a policy on the body finds its object in lists of lists', async () => {
  const passed = await byBody(
    { records: { object: { key: [{ prefix: 'auto-' }] }, name: ['created'] } },
    {
      nested: { records: [{ name: 'created', object: [[{ key: 'auto-1' }]] }] },
      'in two records': {
        records: [{ name: 'created', object: { key: 'home-1' } }, { object: { key: 'auto-1' } }],
      },
    },
  );
  expect(passed).toEqual(['nested']);
});

test('a dotted key and nested keys are the same, in a policy on the body and in the body', async () => {
  const values = {
    nested: { a: { b: { c: 'x' } } },
    dotted: { 'a.b.c': 'x' },
    'dotted first': { 'a.b': { c: 'x' } },
    'dotted last': { a: { 'b.c': 'x' } },
    'other value': { a: { b: { c: 'y' } } },
    'other place': { a: { b: 'x', c: 'x' } },
  };
  const same = ['nested', 'dotted', 'dotted first', 'dotted last'];
  expect(await byBody({ 'a.b.c': ['x'] }, values)).toEqual(same);
  expect(await byBody({ a: { b: { c: ['x'] } } }, values)).toEqual(same);
});

test('a dotted key of a policy on attributes is the name of an attribute', async () => {
  const passed = await passing(
    { 'a.b': ['x'] },
    { named: { attributes: { 'a.b': text('x') } }, other: { attributes: { a: text('x') } } },
  );
  expect(passed).toEqual(['named']);
});

test('a body that nests without end is published, and passes no policy on the body', async () => {
  const deep = (open: string, close: string) => `{"a":${open.repeat(20_000)}1${close.repeat(20_000)}}`;
  const passed = await passing(
    { a: [{ exists: true }] },
    { lists: { body: deep('[', ']') }, objects: { body: deep('{"a":', '}') }, flat: { body: '{"a":1}' } },
    'MessageBody',
  );
  expect(passed).toEqual(['flat']);
});

test('the alternatives of $or add up to at most 150 combinations', async () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
  const policy = (last: number) => ({
    source: values(3),
    $or: [{ metric: values(6) }, { type: values(4), $or: [{ id: values(4) }, { space: values(last) }] }],
  });
  const TopicArn = await createTopic(endpoint);
  const subscribe = (last: number) =>
    clients(endpoint)
      .sns()
      .send(
        new SubscribeCommand({
          TopicArn,
          Protocol: 'sqs',
          Endpoint: `arn:aws:sqs:us-east-1:000000000000:queue-${last}`,
          Attributes: { FilterPolicy: JSON.stringify(policy(last)) },
        }),
      );
  await subscribe(7); // 3 × 6 + 3 × 4 × 4 + 3 × 4 × 7 = 150
  await expect(subscribe(8)).rejects.toMatchObject({ message: expect.stringContaining('too complex') });
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

/** In the words of AWS. */
const REFUSALS: [what: string, policy: string, message: string][] = [
  ['no JSON', 'nope', 'failed to parse JSON'],
  ['a list', '[]', 'not an object'],
  ['a value outside a list', '{"a":"b"}', '"a" must be an object or an array'],
  ['an empty list', '{"a":[]}', 'Empty arrays are not allowed'],
  ['a nested policy on attributes', '{"a":{"b":["c"]}}', 'does not support nested filter policy'],
  ['an unknown operator', '{"a":[{"sounds-like":"b"}]}', 'Unrecognized match type sounds-like'],
  ['two operators in one', '{"a":[{"prefix":"b","suffix":"c"}]}', 'Only one key allowed in match expression'],
  ['a list in a list', '{"a":[["b"]]}', 'Match value must be String, number, true, false, or null'],
  ['a number as a suffix', '{"a":[{"suffix":100}]}', 'suffix match pattern must be a string'],
  ['no comparison', '{"a":[{"numeric":[]}]}', 'Invalid member in numeric match: ]'],
  ['a comparison without an operator', '{"a":[{"numeric":[1,"<="]}]}', 'Invalid member in numeric match: 1'],
  ['an unknown comparison', '{"a":[{"numeric":["about"]}]}', 'Unrecognized numeric range operator: about'],
  ['a text compared', '{"a":[{"numeric":["=","000"]}]}', 'Value of equals must be numeric'],
  ['a comparison with nothing', '{"a":[{"numeric":[">="]}]}', 'Value of >= must be numeric'],
  [
    'a range the wrong way round',
    '{"a":[{"numeric":["<",5,">",1]}]}',
    'Too many elements in numeric expression',
  ],
  ['a range of two lower bounds', '{"a":[{"numeric":[">=",1,">",2]}]}', 'Bad numeric range operator: >'],
  ['a range with nothing in it', '{"a":[{"numeric":[">",5,"<",1]}]}', 'Bottom must be less than top'],
  ['a range without its operator', '{"a":[{"numeric":[">",20,30]}]}', 'Bad value in numeric range: 30'],
  [
    'a range of three bounds',
    '{"a":[{"numeric":[">",2,"<",3,"<",5]}]}',
    'Too many terms in numeric range expression',
  ],
  ['a number out of range', '{"a":[{"numeric":["=",1000000001]}]}', 'between'],
  [
    'exists that is no boolean',
    '{"a":[{"exists":"yes"}]}',
    'exists match pattern must be either true or false.',
  ],
  ['a cidr without bits', '{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
  ['a cidr with too many bits', '{"a":[{"cidr":"10.0.0.0/33"}]}', 'Malformed CIDR'],
  ['a cidr of no address', '{"a":[{"cidr":"xx.11.xx/8"}]}', 'Nonstandard IP address: xx.11.xx'],
  [
    'anything-but a suffix',
    '{"a":[{"anything-but":{"suffix":"b"}}]}',
    'Unsupported anything-but pattern: suffix',
  ],
  ['anything-but of mixed types', '{"a":[{"anything-but":["b",1]}]}', 'all strings or all numbers'],
  [
    'more than five keys',
    '{"a":["x"],"b":["x"],"c":["x"],"d":["x"],"e":["x"],"f":["x"]}',
    'Filter policy can not have more than 5 keys',
  ],
  [
    'more than 150 combinations',
    JSON.stringify({ a: Array(13).fill('x'), b: Array(12).fill('x') }),
    'Filter policy is too complex',
  ],
];

test.each(REFUSALS)('a policy with %s is refused', async (_what, FilterPolicy, message) => {
  const TopicArn = await createTopic(endpoint);
  await expect(
    clients(endpoint)
      .sns()
      .send(
        new SubscribeCommand({
          TopicArn,
          Protocol: 'sqs',
          Endpoint: 'arn:aws:sqs:us-east-1:000000000000:any',
          Attributes: { FilterPolicy },
        }),
      ),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(message),
  });
});

const LEVELS = 2_000;

test.each([
  ['objects', `${'{"a":'.repeat(LEVELS)}["x"]${'}'.repeat(LEVELS)}`],
  ['alternatives', `${'{"$or":[{"a":["x"]},'.repeat(LEVELS)}{"a":["x"]}${']}'.repeat(LEVELS)}`],
  ['lists', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ['lists in an operator', `{"a":[{"numeric":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`],
])('a policy of %s that nest without end is refused', async (_what, FilterPolicy) => {
  const TopicArn = await createTopic(endpoint);
  for (const FilterPolicyScope of ['MessageBody', 'MessageAttributes']) {
    await expect(
      clients(endpoint)
        .sns()
        .send(
          new SubscribeCommand({
            TopicArn,
            Protocol: 'sqs',
            Endpoint: 'arn:aws:sqs:us-east-1:000000000000:any',
            Attributes: { FilterPolicy, FilterPolicyScope },
          }),
        ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
});
