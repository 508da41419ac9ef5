import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { expect, it, vi } from 'vitest';
import { ShopError } from '../../../../../lambdas/shared/errors.ts';
import { logger } from '../../../../../lambdas/shared/logging.ts';
import { queueWorker } from '../../../../../lambdas/shared/queues/queue-worker.ts';
import { retryDelayS } from '../../../../../lambdas/shared/queues/retry-delay.ts';

const record = (messageId: string, body: string, receives = 1) =>
  // Only what the worker reads.
  ({
    messageId,
    receiptHandle: `handle-${messageId}`,
    body,
    attributes: { ApproximateReceiveCount: String(receives) },
    messageAttributes: {
      'correlation-id': { dataType: 'String', stringValue: 'c1' },
      count: { dataType: 'Number', stringValue: '1' },
    },
  }) as unknown as SQSRecord;
const context = { getRemainingTimeInMillis: () => 8000 } as Context;
const event = (...Records: SQSRecord[]): SQSEvent => ({ Records });

it('fails message by message, and postpones what failed for longer each time', async () => {
  const warn = vi.spyOn(logger, 'warn').mockImplementation(() => {});
  const postpone = vi.fn<(handle: string, seconds: number) => Promise<void>>().mockResolvedValue();
  const seen: unknown[] = [];
  const worker = queueWorker(
    { release: 'v1', queue: { postpone } },
    async ({ body, attributes, attempt }) => {
      seen.push([body, [...attributes], attempt]);
      if (body === 'secret') throw new ShopError('dependency-failed', 'no');
    },
  );
  const answer = await worker(
    event(record('a', '"fine"'), record('b', '"secret"', 3), record('c', '{', 2)),
    context,
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }] });
  expect(seen).toEqual([
    ['fine', [['correlation-id', 'c1']], 1],
    ['secret', [['correlation-id', 'c1']], 3],
  ]);
  expect(postpone.mock.calls.sort()).toEqual([
    ['handle-b', 4],
    ['handle-c', 2],
  ]);
  expect(JSON.stringify(warn.mock.calls)).not.toMatch(/secret/);
});

it('reports a failed message as failed when it cannot be postponed', async () => {
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
  const queue = { postpone: () => Promise.reject(new Error('down')) };
  const worker = queueWorker({ release: 'v1', queue }, () => Promise.reject(new Error('x')));
  expect(await worker(event(record('a', '1')), context)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'a' }],
  });
});

it('waits for twice as long after each attempt, up to 15 minutes, and for more than two hours in all', () => {
  expect([1, 2, 3, 10, 11, 20].map(retryDelayS)).toEqual([1, 2, 4, 512, 900, 900]);
  const total = Array.from({ length: 19 }, (_, index) => retryDelayS(index + 1)).reduce((sum, s) => sum + s);
  expect(total).toBeGreaterThan(2 * 3600);
});
