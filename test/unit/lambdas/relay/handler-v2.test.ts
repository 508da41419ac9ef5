import { BatchRequestTooLongException, PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import type { ApiClient } from '../../../../lambdas/shared/api-client.ts';
import { avroSchema } from '../../../../lambdas/shared/avro/schema.ts';
import { ShopError } from '../../../../lambdas/shared/errors.ts';
import { LARGEST_EVENT } from '../../../../lambdas/shared/events.ts';
import { SCHEMA as V1 } from '../../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as V2 } from '../../../../schemas/gen/avro/order/v2.ts';
import { outboxKey } from '../../../../schemas/items/outbox-item.ts';
import { orderData, orderMessage } from '../support/order-message.ts';

vi.stubEnv('TOPIC_ARN', 'arn:aws:sns:us-east-1:000000000000:orders.fifo');
vi.stubEnv('SHARED_TABLE', 'shared');
vi.stubEnv('SET_ASIDE_QUEUE_URL', 'http://queue');
vi.stubEnv('REGISTRY_API_ID', 'registry');
vi.stubEnv('REGISTRY_API_STAGE', 'live');
vi.stubEnv('AWS_REGION', 'us-east-1');

const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** What the registry has, by fingerprint: the text of a schema, and the versions of the subject `order` with it. */
let registered: Map<string, { schema: string; versions: number[] }>;
let lookUps: string[];
let get: MockInstance<ApiClient['get']>;
let sent: { body: string; attributes: Record<string, string | undefined> }[];
let aside: { code: string; cause: string; keys: unknown }[];
let marked: string[];
/** A module of its own for each test, because the relay keeps what it has learned from the registry. */
let handler: (event: DynamoDBStreamEvent, context: Context) => Promise<unknown>;

beforeEach(async () => {
  lookUps = [];
  sent = [];
  aside = [];
  marked = [];
  registered = new Map(
    [V1, V2].map((json, index) => [
      avroSchema(json).fingerprint,
      { schema: JSON.stringify(json), versions: [index + 1] },
    ]),
  );
  vi.resetModules();
  const { logger } = await import('../../../../lambdas/shared/logging.ts');
  vi.spyOn(logger, 'error').mockImplementation(() => {});
  const { ApiClient: Client } = await import('../../../../lambdas/shared/api-client.ts');
  get = vi.spyOn(Client.prototype, 'get').mockImplementation(async (path) => {
    lookUps.push(path);
    const found = registered.get(path.slice(path.lastIndexOf('/') + 1));
    if (found === undefined) return { status: 404, body: {} };
    const versions = found.versions.map((version) => ({ subject: 'order', version }));
    return { status: 200, body: { ...found, versions } };
  });
  vi.spyOn(SNSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof PublishBatchCommand)) throw new Error('unexpected');
    for (const { Message = '', MessageAttributes = {} } of command.input.PublishBatchRequestEntries ?? []) {
      const attributes = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [
        name,
        StringValue,
      ]);
      sent.push({ body: Message, attributes: Object.fromEntries(attributes) });
    }
    return {};
  });
  vi.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof UpdateCommand)) throw new Error('unexpected');
    marked.push(String(command.input.Key?.['sk']));
    return {};
  });
  vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof SendMessageCommand)) throw new Error('unexpected');
    aside.push(JSON.parse(command.input.MessageBody ?? ''));
    return {};
  });
  ({ handler } = await import('../../../../lambdas/relay/v2/handler.ts'));
});

afterEach(() => {
  vi.restoreAllMocks();
});

const V1_EVENT = orderMessage({ data: orderData('v1') }).body;
const changed = (change: Record<string, unknown>, event = V1_EVENT) =>
  JSON.stringify({ ...JSON.parse(event), ...change });
const V2_EVENT = changed({
  dataschema: 'urn:shop:schemas:order:v2',
  data_base64: orderData('v2').toString('base64'),
});

function stream(...items: [order: string, eventId: string, event: string][]): DynamoDBStreamEvent {
  return {
    Records: items.map(([order, eventId, event], index) => {
      const { pk, sk } = outboxKey(order, eventId);
      return {
        eventName: 'INSERT',
        dynamodb: {
          SequenceNumber: String(index),
          Keys: { pk: { S: pk }, sk: { S: sk } },
          NewImage: { orderId: { S: order }, eventId: { S: eventId }, event: { S: event } },
        },
      };
    }),
  };
}

const again = (...sequenceNumbers: string[]) => ({
  batchItemFailures: sequenceNumbers.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('relay v2', () => {
  it('publishes what matches its schema, after one look-up for each schema', async () => {
    const events = stream(['a', 'a1', V1_EVENT], ['b', 'b1', V2_EVENT], ['c', 'c1', V1_EVENT]);
    expect(await handler(events, context)).toEqual(again());
    expect(sent.map(({ body }) => body)).toEqual([V1_EVENT, V2_EVENT, V1_EVENT]);
    expect(marked).toEqual(['a1', 'b1', 'c1']);
    await handler(stream(['d', 'd1', V2_EVENT]), context);
    expect(lookUps).toHaveLength(2);
  });

  it('names type and schema in message attributes, for filter policies, and the trace where there is one', async () => {
    await handler(stream(['a', 'a1', changed({ traceparent: TRACE })], ['b', 'b1', V2_EVENT]), context);
    expect(sent.map(({ attributes }) => attributes)).toEqual([
      {
        'event-type': 'shop.order.placed',
        'event-schema': 'urn:shop:schemas:order:v1',
        traceparent: TRACE,
      },
      { 'event-type': 'shop.order.placed', 'event-schema': 'urn:shop:schemas:order:v2' },
    ]);
  });

  it('leaves attributes out where the event has no room for them', async () => {
    const room = LARGEST_EVENT - Buffer.byteLength(changed({ filling: '' }));
    const full = changed({ filling: 'x'.repeat(room) });
    expect(Buffer.byteLength(full)).toBe(LARGEST_EVENT);
    expect(await handler(stream(['a', 'a1', full]), context)).toEqual(again());
    expect(sent).toEqual([{ body: full, attributes: {} }]);
  });

  it.each([
    ['malformed-event', 'no CloudEvent', '{}'],
    ['malformed-event', 'no dataschema', changed({ dataschema: undefined })],
    ['malformed-event', 'a dataschema of another form', changed({ dataschema: 'https://example.com/order' })],
    [
      'malformed-event',
      'a dataschema that is not the one of the data',
      changed({ dataschema: 'urn:shop:schemas:order:v2' }),
    ],
    [
      'malformed-event',
      'a dataschema of another subject',
      changed({ dataschema: 'urn:shop:schemas:profile:v1' }),
    ],
    [
      'unknown-schema',
      'a fingerprint that is not registered',
      changed({ data_base64: Buffer.alloc(40, 'c301', 'hex').toString('base64') }),
    ],
    ['invalid-data', 'data that is no single object', changed({ data_base64: 'e30=' })],
    [
      'invalid-data',
      'data that ends too early',
      changed({ data_base64: orderData('v1').subarray(0, -2).toString('base64') }),
    ],
  ])('sets aside as %s: %s', async (cause, _what, event) => {
    expect(await handler(stream(['a', 'a1', event], ['a', 'a2', V1_EVENT]), context)).toEqual(again());
    expect(aside).toEqual([{ code: cause, cause, keys: outboxKey('a', 'a1'), sequenceNumber: '0' }]);
    expect(marked).toEqual(['a2']);
  });

  it('asks the registry again before it calls a name wrong: a schema may have been registered under it since', async () => {
    await handler(stream(['a', 'a1', V1_EVENT]), context);
    const { fingerprint } = avroSchema(V1);
    registered.set(fingerprint, { schema: JSON.stringify(V1), versions: [1, 7] });
    await handler(stream(['b', 'b1', changed({ dataschema: 'urn:shop:schemas:order:v7' })]), context);
    expect(marked).toEqual(['a1', 'b1']);
    expect(aside).toEqual([]);
  });

  it('lets events wait while the registry is out, with the rest of their group; others with known schemas go out', async () => {
    await handler(stream(['a', 'a1', V1_EVENT]), context);
    get.mockRejectedValue(new ShopError('dependency-unavailable', 'down'));
    const events = stream(['a', 'a2', V2_EVENT], ['a', 'a3', V1_EVENT], ['b', 'b1', V1_EVENT]);
    expect(await handler(events, context)).toEqual(again('0', '1'));
    expect(marked).toEqual(['a1', 'b1']);
    expect(aside).toEqual([]);
  });

  it('says of what the topic refuses that it does', async () => {
    vi.mocked(SNSClient.prototype.send).mockImplementationOnce(async () => ({
      Failed: [{ Id: '0', Code: 'InvalidParameter', SenderFault: true }],
    }));
    expect(await handler(stream(['a', 'a1', V1_EVENT]), context)).toEqual(again());
    expect(aside).toMatchObject([{ code: 'InvalidParameter', cause: 'refused-by-topic' }]);
  });

  it('sets aside an event that is too long for any batch, and publishes those that were in one with it', async () => {
    const isTooLong = new BatchRequestTooLongException({ $metadata: {}, message: '' });
    vi.mocked(SNSClient.prototype.send).mockRejectedValueOnce(isTooLong).mockRejectedValueOnce(isTooLong);
    const events = stream(['a', 'a1', V1_EVENT], ['b', 'b1', V1_EVENT]);
    expect(await handler(events, context)).toEqual(again());
    expect(aside).toMatchObject([
      { code: 'BatchRequestTooLongException', cause: 'refused-by-topic', keys: { sk: 'a1' } },
    ]);
    expect(marked).toEqual(['b1']);
  });

  it('has a record come again that could not be set aside', async () => {
    vi.mocked(SQSClient.prototype.send).mockRejectedValueOnce(new Error('no network'));
    expect(await handler(stream(['a', 'a1', '{}'], ['b', 'b1', V1_EVENT]), context)).toEqual(again('0'));
  });
});
