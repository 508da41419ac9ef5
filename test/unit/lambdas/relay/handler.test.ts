import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { InvalidParameterException, PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { outboxKey } from '../../../../schemas/items/outbox-item.ts';

vi.stubEnv('TOPIC_ARN', 'arn:aws:sns:us-east-1:000000000000:orders.fifo');
vi.stubEnv('SHARED_TABLE', 'shared');
vi.stubEnv('SET_ASIDE_QUEUE_URL', 'http://queue');
vi.stubEnv('AWS_REGION', 'us-east-1');
const { handler } = await import('../../../../lambdas/relay/v1.1/handler.ts');

/** Every batch that was sent, what is marked as published, and what is set aside. */
let sent: string[][];
let marked: string[];
let aside: { code: string; keys: unknown }[];
/** The code with which the topic refuses an entry. */
let refusal: (eventId: string) => string | undefined;

beforeEach(() => {
  sent = [];
  marked = [];
  aside = [];
  refusal = () => undefined;
  vi.spyOn(logger, 'error').mockImplementation(() => {});
  vi.spyOn(SNSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof PublishBatchCommand)) throw new Error('unexpected');
    const entries = command.input.PublishBatchRequestEntries ?? [];
    sent.push(entries.map(({ MessageDeduplicationId = '' }) => MessageDeduplicationId));
    const failed = entries.flatMap(({ Id, MessageDeduplicationId = '' }) => {
      const Code = refusal(MessageDeduplicationId);
      return Code === undefined ? [] : [{ Id, Code, SenderFault: false }];
    });
    return { Failed: failed };
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
});

afterEach(() => {
  vi.restoreAllMocks();
});

function keysOf(order: string, eventId: string): Record<'pk' | 'sk', { S: string }> {
  const { pk, sk } = outboxKey(order, eventId);
  return { pk: { S: pk }, sk: { S: sk } };
}

function stream(...items: [order: string, eventId: string][]): DynamoDBStreamEvent {
  return {
    Records: items.map(([order, eventId], index) => ({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: String(index),
        Keys: keysOf(order, eventId),
        NewImage: { orderId: { S: order }, eventId: { S: eventId }, event: { S: '{}' } },
      },
    })),
  };
}

const again = (...sequenceNumbers: string[]) => ({
  batchItemFailures: sequenceNumbers.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('the relay', () => {
  it('reports nothing when all are out, and marks them', async () => {
    expect(await handler(stream(['a', 'a1'], ['b', 'b1']))).toEqual(again());
    expect(sent).toEqual([['a1', 'b1']]);
    expect(marked).toEqual(['a1', 'b1']);
  });

  it('lets an item expire only a week after its event is out', async () => {
    const before = Date.now() / 1000;
    await handler(stream(['a', 'a1']));
    const [command] = vi.mocked(DynamoDBDocumentClient.prototype.send).mock.calls[0] ?? [];
    const { ':expiresAt': expiresAt } = (command as UpdateCommand).input.ExpressionAttributeValues ?? {};
    expect(expiresAt).toBeGreaterThanOrEqual(before + 7 * 24 * 3600);
    vi.mocked(SNSClient.prototype.send).mockRejectedValueOnce(new Error('no network'));
    marked = [];
    await handler(stream(['a', 'a1']));
    expect(marked).toEqual([]);
  });

  it('reports what the topic did not take, and lets nothing of that group overtake it', async () => {
    refusal = (eventId) => (eventId === 'a1' ? 'InternalError' : undefined);
    expect(await handler(stream(['a', 'a1'], ['b', 'b1'], ['a', 'a2'], ['b', 'b2']))).toEqual(
      again('0', '2'),
    );
    expect(sent).toEqual([['a1', 'b1'], ['b2']]);
    expect(marked).toEqual(['b1', 'b2']);
    expect(aside).toEqual([]);
  });

  it.each(['NotFound', 'AuthorizationError', 'Throttled', 'KMSAccessDenied'])(
    'gives nothing up for a topic in trouble: %s',
    async (code) => {
      refusal = () => code;
      expect(await handler(stream(['a', 'a1']))).toEqual(again('0'));
      expect(aside).toEqual([]);
    },
  );

  it('reports a whole batch that did not get through', async () => {
    vi.mocked(SNSClient.prototype.send).mockRejectedValueOnce(new Error('no network'));
    expect(await handler(stream(['a', 'a1'], ['b', 'b1']))).toEqual(again('0', '1'));
  });

  it('sets aside an item that is no event, and publishes the others', async () => {
    const event = stream(['a', 'a1'], ['b', 'b1']);
    delete event.Records[0]?.dynamodb?.NewImage;
    expect(await handler(event)).toEqual(again());
    expect(sent).toEqual([['b1']]);
    expect(aside).toEqual([{ code: 'malformed-event', keys: keysOf('a', 'a1'), sequenceNumber: '0' }]);
  });

  it('sets aside what the topic will never take, and does not mark it', async () => {
    refusal = (eventId) => (eventId === 'a1' ? 'InvalidParameter' : undefined);
    expect(await handler(stream(['a', 'a1'], ['b', 'b1']))).toEqual(again());
    expect(aside).toEqual([{ code: 'InvalidParameter', keys: outboxKey('a', 'a1'), sequenceNumber: '0' }]);
    expect(marked).toEqual(['b1']);
  });

  it('finds the event for which the topic refuses a whole batch', async () => {
    const invalid = new InvalidParameterException({ $metadata: {}, message: '' });
    vi.mocked(SNSClient.prototype.send).mockRejectedValueOnce(invalid).mockRejectedValueOnce(invalid);
    expect(await handler(stream(['a', 'a1'], ['b', 'b1'], ['c', 'c1']))).toEqual(again());
    expect(aside).toMatchObject([{ code: 'InvalidParameterException', keys: { sk: 'a1' } }]);
    expect(marked).toEqual(['b1', 'c1']);
  });

  it('has a record come again that could not be set aside', async () => {
    vi.mocked(SQSClient.prototype.send).mockRejectedValueOnce(new Error('no network'));
    const event = stream(['a', 'a1'], ['b', 'b1']);
    delete event.Records[0]?.dynamodb?.NewImage;
    expect(await handler(event)).toEqual(again('0'));
  });

  it('has an event come again that could not be marked, and lets a deleted item rest', async () => {
    const gone = new ConditionalCheckFailedException({ $metadata: {}, message: '' });
    vi.mocked(DynamoDBDocumentClient.prototype.send)
      .mockRejectedValueOnce(new Error('no network'))
      .mockRejectedValueOnce(gone);
    expect(await handler(stream(['a', 'a1'], ['b', 'b1']))).toEqual(again('0'));
  });
});
