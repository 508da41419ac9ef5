import { expect, test } from 'vitest';
import { asynchronousRpc } from '../../scenarios/services/asynchronous-rpc/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('answers without a waiting caller arrive once, also when their receiver was down', async () => {
  const result = await resultOf(asynchronousRpc);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  const { of: payments } = index.get('callbacks.stored-once');
  expect(index.number('callbacks.stored-once')).toBe(payments);
  expect(index.number('callbacks.lost')).toBe(0);
  // Both happened: deliveries failed, and deliveries were repeated.
  expect(index.number('receiver-down.retried')).toBeGreaterThan(0);
  expect(index.number('lost-answers.duplicates-refused')).toBeGreaterThan(0);
  expect(index.number('callbacks.deliveries')).toBeGreaterThan(payments ?? 0);
  expect(index.number('queues.correlated')).toBe(index.get('queues.correlated').of);
});
