import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createTopic, receive, subscribeQueue } from '../../support/messaging.ts';

let dataDirectory: string;
let endpoint: Endpoint;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'dataflow-sns-'));
  endpoint = await startTestEndpoint({ dataDirectory });
});
afterEach(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true });
});

async function restart(): Promise<void> {
  await endpoint.close();
  endpoint = await startTestEndpoint({ dataDirectory });
}

const publish = (TopicArn: string, Message: string, options: Partial<PublishCommand['input']> = {}) =>
  clients(endpoint)
    .sns()
    .send(new PublishCommand({ TopicArn, Message, ...options }));

test('topics, subscriptions and filter policies outlive a restart', async () => {
  const topicArn = await createTopic(endpoint);
  const { url } = await subscribeQueue(endpoint, topicArn, {
    subscription: {
      RawMessageDelivery: 'true',
      FilterPolicy: '{"wanted":[true]}',
      FilterPolicyScope: 'MessageBody',
    },
  });
  await restart();
  await publish(topicArn, '{"wanted":false}');
  await publish(topicArn, '{"wanted":true}');
  expect(bodies(await receive(endpoint, url))).toEqual(['{"wanted":true}']);
});

test('the deduplication window and the sequence of a FIFO topic go on over a restart', async () => {
  const topicArn = await createTopic(endpoint, { FifoTopic: 'true' });
  const options = { MessageGroupId: 'a', MessageDeduplicationId: 'd' };
  const first = await publish(topicArn, 'x', options);
  await restart();
  const again = await publish(topicArn, 'x', options);
  expect(again.MessageId).toBe(first.MessageId);
  const next = await publish(topicArn, 'x', { ...options, MessageDeduplicationId: 'e' });
  expect(String(next.SequenceNumber) > String(first.SequenceNumber)).toBe(true);
});
