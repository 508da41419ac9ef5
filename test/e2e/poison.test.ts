import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { readConsumers } from '../../driver/orders/read-consumers.ts';
import { queueDepth } from '../../driver/queue-depth.ts';
import { poison } from '../../scenarios/messages/poison/scenario.ts';
import { deployedShop, differing, resultOf, run } from './support/deployed-shop.ts';

test('a parked message does not keep its group waiting, a retried one does, and other groups go on', async () => {
  const result = await resultOf(poison);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  const retried = index.number('redrive-policy.group-wait-ms');
  expect(index.number('poison.group-wait-ms')).toBeLessThan(retried);
  expect(index.number('redrive-policy.others-wait-ms')).toBeLessThan(retried);
  expect(index.number('redrive-policy.deployed-wait-s')).toBe(600);
  expect(index.text('poison.cause')).toBe('malformed-event');
  expect(index.text('redrive-policy.cause')).toBe('retries-exhausted');
});

test('the scenario leaves analytics as it was', async () => {
  const shop = await deployedShop();
  const before = await projection(shop);
  const result = await run(poison);
  expect(differing(result)).toEqual([]);

  // One order is really placed, as the pattern of the others, and counts towards one sum.
  const after = await projection(shop);
  expect(after.orders - before.orders).toBe(1);
  expect(after.sums - before.sums).toBeLessThanOrEqual(1);
  const { queueUrl, deadLetterUrl } = shop.system.consumers.analytics;
  const { Attributes } = await shop.aws.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'],
    }),
  );
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '60',
    RedrivePolicy: expect.stringMatching(/"maxReceiveCount":"?10"?/),
  });
  const context = { ...shop, signal: new AbortController().signal };
  expect(await queueDepth(context, queueUrl)).toEqual({ waiting: 0, inFlight: 0 });
  expect(await queueDepth(context, deadLetterUrl)).toEqual({ waiting: 0, inFlight: 0 });
});

async function projection(shop: Shop): Promise<{ orders: number; sums: number }> {
  const { analytics, totals } = await readConsumers(shop);
  return { orders: analytics.length, sums: totals.length };
}
