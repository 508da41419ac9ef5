import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, NumberValue, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkMessage } from '../../../../lambdas/ordering/domain.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { effectKey } from '../../../../schemas/items/ordering-items.ts';

vi.stubEnv('ORDERING_TABLE', 'ordering');
vi.stubEnv('STANDARD_QUEUE_URL', 'http://standard');
vi.stubEnv('FIFO_QUEUE_URL', 'http://fifo.fifo');
vi.stubEnv('AWS_REGION', 'us-east-1');
const { handler } = await import('../../../../lambdas/ordering/v1/handler.ts');

let next: number;
/** Offset and position of each effect. */
let effects: [string, number][];
let released: [string, string][];

beforeEach(() => {
  next = 0;
  effects = [];
  released = [];
  vi.spyOn(logger, 'error').mockImplementation(() => {});
  vi.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (command instanceof UpdateCommand) {
      next += 1;
      return { Attributes: { next: NumberValue.from(String(next)) } };
    }
    if (!(command instanceof PutCommand)) throw new Error('unexpected');
    effects.push([command.input.Item?.['sk'], command.input.Item?.['position']]);
    return {};
  });
  vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof ChangeMessageVisibilityCommand)) throw new Error('unexpected');
    expect(command.input.VisibilityTimeout).toBe(0);
    released.push([command.input.QueueUrl ?? '', command.input.ReceiptHandle ?? '']);
    return {};
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

function record(
  position: number,
  change: Partial<WorkMessage> = {},
  receives = 1,
  queue = 'q.fifo',
): SQSRecord {
  const message = {
    log: 'l',
    group: 'g',
    position,
    workMs: 0,
    failures: 0,
    afterFailure: 'hold-group',
    ...change,
  };
  return {
    messageId: `m${position}`,
    receiptHandle: `r${position}`,
    body: JSON.stringify(message),
    attributes: { ApproximateReceiveCount: String(receives) },
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
  } as unknown as SQSRecord;
}

async function failedOf(...Records: SQSRecord[]): Promise<string[]> {
  const { batchItemFailures } = await handler({ Records });
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

describe('a consumer of the ordering lab', () => {
  it('appends one effect after the other', async () => {
    expect(await failedOf(record(4), record(5))).toEqual([]);
    expect(effects).toEqual([
      [effectKey('l', 0).sk, 4],
      [effectKey('l', 1).sk, 5],
    ]);
    expect(released).toEqual([]);
  });

  it('fails as often as the message says', async () => {
    expect(await failedOf(record(0, { failures: 1 }, 1))).toEqual(['m0']);
    expect(await failedOf(record(0, { failures: 1 }, 2))).toEqual([]);
    expect(effects).toHaveLength(1);
  });

  it('holds back the rest of the group, and no other', async () => {
    const batch = [record(0, { failures: 1 }), record(1), record(2, { group: 'other' })];
    expect(await failedOf(...batch)).toEqual(['m0', 'm1']);
    expect(effects.map(([, position]) => position)).toEqual([2]);
  });

  it('goes on with the group where the message says so', async () => {
    expect(await failedOf(record(0, { failures: 1, afterFailure: 'go-on' }), record(1))).toEqual(['m0']);
    expect(effects.map(([, position]) => position)).toEqual([1]);
  });

  it('makes what failed visible again in the queue that it came from, in its order', async () => {
    await failedOf(record(0, { failures: 1 }), record(1));
    await failedOf(record(2, { failures: 1 }, 1, 'q'));
    expect(released).toEqual([
      ['http://fifo.fifo', 'r0'],
      ['http://fifo.fifo', 'r1'],
      ['http://standard', 'r2'],
    ]);
  });

  it.each([
    ['no JSON', 'x'],
    ['no message of the lab', '{}'],
    [
      'work without an end',
      JSON.stringify({ log: 'l', group: 'g', position: 0, workMs: 1e9, failures: 0, afterFailure: 'go-on' }),
    ],
  ])('fails a message that is %s, and logs nothing of it', async (_case, body) => {
    expect(await failedOf({ ...record(0), body }, record(1))).toEqual(['m0']);
    expect(logger.error).toHaveBeenCalledWith('message is not readable', {
      messageId: 'm0',
      code: expect.stringMatching(/^(malformed-event|internal)$/),
    });
  });
});
