import { expect, test, vi } from 'vitest';
import { PAUSES_MS, retrying } from '../../../driver/clients/retrying.ts';
import type { ShopAnswer } from '../../../driver/clients/shop-client.ts';
import { BREAKER_OPEN_MS } from '../../../lambdas/shared/api-client.ts';

const signal = new AbortController().signal;
const answer = (status: number): ShopAnswer => ({ status, release: 'v1', body: undefined });

test('what may pass is sent again until it has passed', async () => {
  const send = vi
    .fn<() => Promise<ShopAnswer>>()
    .mockRejectedValueOnce(new Error('no connection'))
    .mockResolvedValueOnce(answer(429))
    .mockResolvedValueOnce(answer(201));
  expect(await retrying(send, signal)).toEqual({ answer: answer(201), attempts: 3 });
});

test.each([200, 201, 400, 404, 409, 413])('status %i will not change by asking again', async (status) => {
  const send = vi.fn(async () => answer(status));
  expect(await retrying(send, signal)).toEqual({ answer: answer(status), attempts: 1 });
});

test('an interruption ends it at once', async () => {
  const controller = new AbortController();
  const send = async () => {
    controller.abort(new Error('interrupted'));
    return answer(503);
  };
  await expect(retrying(send, controller.signal)).rejects.toThrow('interrupted');
});

test('a client outlasts a circuit breaker that opens twice', () => {
  const patience = PAUSES_MS.reduce<number>((sum, pause) => sum + pause, 0);
  expect(patience).toBeGreaterThan(2 * BREAKER_OPEN_MS);
});
