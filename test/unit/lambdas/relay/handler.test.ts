import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../lambdas/shared/logging.ts';

vi.stubEnv('TOPIC_ARN', 'arn:aws:sns:us-east-1:000000000000:orders.fifo');
vi.stubEnv('AWS_REGION', 'us-east-1');
const { handler } = await import('../../../../lambdas/relay/v1/handler.ts');

/** Every batch that was sent, and which of its entries the topic refuses. */
let sent: string[][];
let refuse: (eventId: string) => boolean;

beforeEach(() => {
  sent = [];
  refuse = () => false;
  vi.spyOn(logger, 'error').mockImplementation(() => {});
  vi.spyOn(SNSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    const entries =
      command instanceof PublishBatchCommand ? (command.input.PublishBatchRequestEntries ?? []) : [];
    sent.push(entries.map(({ MessageDeduplicationId = '' }) => MessageDeduplicationId));
    const failed = entries.filter(({ MessageDeduplicationId = '' }) => refuse(MessageDeduplicationId));
    return { Failed: failed.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })) };
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

function stream(...items: [order: string, eventId: string][]): DynamoDBStreamEvent {
  return {
    Records: items.map(([order, eventId], index) => ({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: String(index),
        NewImage: { orderId: { S: order }, eventId: { S: eventId }, event: { S: '{}' } },
      },
    })),
  };
}

describe('the relay', () => {
  it('reports nothing when all are out', async () => {
    expect(await handler(stream(['a', 'a1'], ['b', 'b1']))).toEqual({ batchItemFailures: [] });
    expect(sent).toEqual([['a1', 'b1']]);
  });

  it('reports what the topic refused, and lets nothing of that group overtake it', async () => {
    refuse = (eventId) => eventId === 'a1';
    expect(await handler(stream(['a', 'a1'], ['b', 'b1'], ['a', 'a2'], ['b', 'b2']))).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '2' }],
    });
    expect(sent).toEqual([['a1', 'b1'], ['b2']]);
  });

  it('reports a whole batch that did not get through', async () => {
    vi.mocked(SNSClient.prototype.send).mockRejectedValueOnce(new Error('no network'));
    expect(await handler(stream(['a', 'a1'], ['b', 'b1']))).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '1' }],
    });
  });

  it('reports an item that is none of an outbox, and publishes the others', async () => {
    const event = stream(['a', 'a1'], ['b', 'b1']);
    delete event.Records[0]?.dynamodb?.NewImage;
    expect(await handler(event)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect(sent).toEqual([['b1']]);
  });
});
