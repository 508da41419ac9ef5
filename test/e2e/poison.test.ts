import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
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

  // One order is really placed, as the pattern of the others.
  const added = (await projection(shop)).filter((key) => !before.includes(key));
  expect(added.filter((key) => key.startsWith('ORDER#'))).toHaveLength(1);
  expect(added.filter((key) => /^TOTAL#1[89]/.test(key))).toEqual([]);
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

async function projection({ aws, system }: Awaited<ReturnType<typeof deployedShop>>): Promise<string[]> {
  const keys: string[] = [];
  const input = { TableName: system.tables.analytics, ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: aws.documents }, input)) {
    for (const { pk, sk } of Items) keys.push(`${pk}|${sk}`);
  }
  return keys;
}
