import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createTopic, receive, subscribeQueue } from '../../support/messaging.ts';

const RAW = { RawMessageDelivery: 'true' };
/** Longer than any delivery takes. */
const LONG_ENOUGH = 1_000;

let clock: ManualClock;
let dataDirectory: string;
let endpoint: Endpoint;
beforeEach(async () => {
  clock = manualClock();
  dataDirectory = await mkdtemp(join(tmpdir(), 'dataflow-sns-'));
  endpoint = await start();
});
afterEach(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true });
});

const start = () => startTestEndpoint({ clock, dataDirectory, realistic: true });

const publish = (TopicArn: string, Message: string, options: Partial<PublishCommand['input']> = {}) =>
  clients(endpoint)
    .sns()
    .send(new PublishCommand({ TopicArn, Message, ...options }));

test('a message arrives after Publish was answered', async () => {
  const topicArn = await createTopic(endpoint);
  const { url } = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  await publish(topicArn, 'hello');
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(LONG_ENOUGH);
  expect(bodies(await receive(endpoint, url))).toEqual(['hello']);
});

test('a FIFO topic keeps its order', async () => {
  const topicArn = await createTopic(endpoint, { FifoTopic: 'true' });
  const { url } = await subscribeQueue(endpoint, topicArn, {
    queue: { FifoQueue: 'true' },
    subscription: RAW,
  });
  const sent = Array.from({ length: 10 }, (_, index) => `${index}`);
  for (const id of sent) await publish(topicArn, id, { MessageGroupId: 'a', MessageDeduplicationId: id });
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(LONG_ENOUGH);
  expect(bodies(await receive(endpoint, url))).toEqual(sent);
});

test('what was accepted is delivered after a restart, once', async () => {
  const topicArn = await createTopic(endpoint);
  const { url } = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  await publish(topicArn, 'hello', { MessageAttributes: { n: { DataType: 'Number', StringValue: '1' } } });
  await endpoint.close();
  endpoint = await start();
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(LONG_ENOUGH);
  const [message, ...more] = await receive(endpoint, url, { visibilityTimeout: 0 });
  expect(message).toMatchObject({ Body: 'hello', MessageAttributes: { n: { StringValue: '1' } } });
  expect(more).toEqual([]);
  await endpoint.close();
  endpoint = await start();
  await clock.advance(LONG_ENOUGH);
  expect(bodies(await receive(endpoint, url))).toEqual(['hello']);
});
