import { PublishCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import {
  allowTopic,
  bodies,
  createQueue,
  createTopic,
  receive,
  subscribeQueue,
} from '../../support/messaging.ts';

interface Line {
  level: string;
  message: string;
  fields: Record<string, unknown> | undefined;
}

const lines: Line[] = [];
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({
    log: (level, message, fields) => lines.push({ level, message, fields }),
  });
});
afterAll(() => endpoint.close());
beforeEach(() => {
  lines.length = 0;
});

const publish = (TopicArn: string, input: Partial<PublishCommand['input']> = {}) =>
  clients(endpoint)
    .sns()
    .send(new PublishCommand({ TopicArn, Message: 'the payload', ...input }));

const setPolicy = (url: string, Policy: string) =>
  clients(endpoint)
    .sqs()
    .send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));

/** A topic with a subscribed queue and a dead-letter queue for the subscription. */
async function createRedriven(subscription: Record<string, string> = {}) {
  const topicArn = await createTopic(endpoint);
  const dead = await createQueue(endpoint);
  await allowTopic(endpoint, dead, topicArn);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
  const queue = await subscribeQueue(endpoint, topicArn, {
    subscription: { RedrivePolicy, ...subscription },
  });
  return { topicArn, dead, queue };
}

test('a queue whose policy does not allow the topic gets nothing, and a warning says so without the payload', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn);
  await setPolicy(queue.url, '');
  await publish(topicArn);
  expect(await receive(endpoint, queue.url)).toEqual([]);
  const warnings = lines.filter(({ level }) => level === 'warn');
  expect(warnings).toMatchObject([{ fields: { subscription: queue.subscriptionArn, code: 'AccessDenied' } }]);
  expect(JSON.stringify(warnings)).not.toContain('the payload');
});

test('a policy for another topic does not allow this one', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn);
  await allowTopic(endpoint, queue, `${topicArn}-other`);
  await publish(topicArn);
  expect(await receive(endpoint, queue.url)).toEqual([]);
});

test('what a queue cannot be given goes to the dead-letter queue of the subscription', async () => {
  const { topicArn, dead, queue } = await createRedriven();
  await clients(endpoint)
    .sqs()
    .send(new DeleteQueueCommand({ QueueUrl: queue.url }));
  await publish(topicArn);
  const [letter] = await receive(endpoint, dead.url);
  expect(JSON.parse(letter?.Body ?? '')).toMatchObject({ Message: 'the payload', TopicArn: topicArn });
});

test('raw dead letters stay raw', async () => {
  const { topicArn, dead, queue } = await createRedriven({ RawMessageDelivery: 'true' });
  await setPolicy(queue.url, '');
  await publish(topicArn, { MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } } });
  const [letter] = await receive(endpoint, dead.url);
  expect(letter).toMatchObject({
    Body: 'the payload',
    MessageAttributes: { kind: { StringValue: 'x' } },
  });
});

test('raw delivery of more than ten attributes is an error that only the dead-letter queue sees', async () => {
  const { topicArn, dead, queue } = await createRedriven({ RawMessageDelivery: 'true' });
  const attributes = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
    );
  await publish(topicArn, { Message: 'ten', MessageAttributes: attributes(10) });
  await publish(topicArn, { Message: 'eleven', MessageAttributes: attributes(11) });
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['ten']);
  const [letter] = await receive(endpoint, dead.url);
  expect(JSON.parse(letter?.Body ?? '')).toMatchObject({ Message: 'eleven' });
});

test('more than ten attributes are fine in an envelope', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn);
  const MessageAttributes = Object.fromEntries(
    Array.from({ length: 11 }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
  );
  await publish(topicArn, { MessageAttributes });
  expect(await receive(endpoint, queue.url)).toHaveLength(1);
});

test('one subscriber that fails keeps nothing from the others', async () => {
  const topicArn = await createTopic(endpoint);
  const broken = await subscribeQueue(endpoint, topicArn);
  const healthy = await subscribeQueue(endpoint, topicArn);
  await setPolicy(broken.url, '');
  await publish(topicArn);
  expect(await receive(endpoint, healthy.url)).toHaveLength(1);
});

test('a dead-letter queue needs a policy too', async () => {
  const { topicArn, dead, queue } = await createRedriven();
  await setPolicy(queue.url, '');
  await setPolicy(dead.url, '');
  await publish(topicArn);
  expect(await receive(endpoint, dead.url)).toEqual([]);
  expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
});
