import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShopError } from '../../../../../lambdas/shared/errors.ts';
import { type ReceivedEvent, writeEvent } from '../../../../../lambdas/shared/events.ts';
import { logger } from '../../../../../lambdas/shared/logging.ts';
import { deadLetterQueueAt } from '../../../../../lambdas/shared/messaging/dead-letter-queue.ts';
import { parkingConsumer } from '../../../../../lambdas/shared/messaging/parking-consumer.ts';
import { RefusedEvent } from '../../../../../lambdas/shared/messaging/refused-event.ts';

const FAILED_AT = new Date('2026-12-01T10:00:00Z');
const context = { getRemainingTimeInMillis: () => 8000 } as Context;

let parked: SendMessageCommand['input'][];
let handled: string[];
/** What handling the event of an order throws. */
let failures: Map<string, Error>;

beforeEach(() => {
  parked = [];
  handled = [];
  failures = new Map();
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'analytics');
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
  vi.spyOn(logger, 'error').mockImplementation(() => {});
  vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof SendMessageCommand)) throw new Error('unexpected');
    parked.push(command.input);
    return {};
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const consumer = parkingConsumer({
  release: 'v9',
  deadLetters: deadLetterQueueAt('http://dead-letters', () => FAILED_AT),
  handle: async ({ id }: ReceivedEvent) => {
    const failure = failures.get(id);
    if (failure !== undefined) throw failure;
    handled.push(id);
  },
});

const bodyOf = (id: string) =>
  writeEvent({
    id,
    source: '/shop/orders',
    type: 'shop.order.placed',
    subject: id,
    time: FAILED_AT,
    dataschema: 'urn:shop:schemas:order:v1',
    data: Buffer.from('secret'),
  });

const record = (id: string, group: string, { body = bodyOf(id), attributes = {} } = {}) =>
  // Only what the consumer reads.
  ({
    messageId: `message-${id}`,
    body,
    attributes: { ApproximateReceiveCount: '1', MessageGroupId: group },
    messageAttributes: attributes,
  }) as unknown as SQSRecord;

const receive = (...Records: SQSRecord[]) => consumer({ Records } satisfies SQSEvent, context);
const again = (...ids: string[]) => ({
  batchItemFailures: ids.map((id) => ({ itemIdentifier: `message-${id}` })),
});

describe('a parking consumer', () => {
  it('parks what no retry makes readable, and goes on with its group', async () => {
    failures.set('b', new RefusedEvent('unknown-type', 'no such type'));
    const answer = await receive(record('a', 'g'), record('b', 'g'), record('c', 'g'));
    expect(answer).toEqual(again());
    expect(handled).toEqual(['a', 'c']);
    expect(parked).toEqual([
      {
        QueueUrl: 'http://dead-letters',
        MessageBody: bodyOf('b'),
        MessageGroupId: 'g',
        MessageDeduplicationId: 'message-b.parked',
        MessageAttributes: {
          cause: { DataType: 'String', StringValue: 'unknown-type' },
          consumer: { DataType: 'String', StringValue: 'analytics' },
          release: { DataType: 'String', StringValue: 'v9' },
          'message-id': { DataType: 'String', StringValue: 'message-b' },
          'failed-at': { DataType: 'String', StringValue: '2026-12-01T10:00:00.000Z' },
        },
      },
    ]);
  });

  it.each([
    ['unknown-schema', new ShopError('unknown-schema', 'no schema')],
    ['malformed-event', new ShopError('malformed-event', 'no event')],
    ['invalid-data', new RefusedEvent('invalid-data', 'no order')],
    ['expired-reference', new RefusedEvent('expired-reference', 'gone')],
    ['altered-reference', new RefusedEvent('altered-reference', 'forged')],
  ])('names the cause: %s', async (cause, error) => {
    failures.set('a', error);
    expect(await receive(record('a', 'g'))).toEqual(again());
    expect(parked.map(({ MessageAttributes }) => MessageAttributes?.['cause']?.StringValue)).toEqual([cause]);
  });

  it('parks a message that is not a CloudEvent as it came', async () => {
    expect(await receive(record('a', 'g', { body: 'nonsense' }))).toEqual(again());
    expect(parked[0]).toMatchObject({ MessageBody: 'nonsense' });
    expect(parked[0]?.MessageAttributes?.['cause']?.StringValue).toBe('malformed-event');
  });

  it.each([
    ['a bug', new TypeError('x is undefined')],
    ['an outage', new ShopError('dependency-unavailable', 'down')],
    ['a failure of ours', new ShopError('internal', 'no')],
  ])('does not park %s: the message and the rest of its group come again', async (_, error) => {
    failures.set('b', error);
    const answer = await receive(record('a', 'g'), record('b', 'g'), record('c', 'g'), record('d', 'h'));
    expect(answer).toEqual(again('b', 'c'));
    expect(handled).toEqual(['a', 'd']);
    expect(parked).toEqual([]);
  });

  it('loses nothing when it cannot park: the message comes again', async () => {
    failures.set('a', new RefusedEvent('unknown-type', 'no such type'));
    vi.mocked(SQSClient.prototype.send).mockRejectedValueOnce(new Error('down'));
    expect(await receive(record('a', 'g'), record('b', 'g'))).toEqual(again('a', 'b'));
    expect(handled).toEqual([]);
  });

  it('keeps the attributes that the message came with, up to ten in all and never in place of its own', async () => {
    failures.set('a', new RefusedEvent('unknown-type', 'no such type'));
    const came = ['traceparent', 'cause', 'n1', 'n2', 'n3', 'n4', 'n5'];
    const attributes = Object.fromEntries(
      came.map((name) => [name, { dataType: 'String', stringValue: `came-${name}` }]),
    );
    await receive(record('a', 'g', { attributes }));
    const sent = parked[0]?.MessageAttributes ?? {};
    expect(Object.keys(sent)).toHaveLength(10);
    expect(sent['traceparent']?.StringValue).toBe('came-traceparent');
    expect(sent['cause']?.StringValue).toBe('unknown-type');
  });

  it('logs cause and code, and never the event', async () => {
    failures.set('a', new RefusedEvent('invalid-data', 'total: must be a number'));
    await receive(record('a', 'g'));
    const logged = JSON.stringify(vi.mocked(logger.warn).mock.calls);
    expect(logged).toContain('invalid-data');
    expect(logged).not.toContain(Buffer.from('secret').toString('base64'));
  });
});
