import { PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createTopic, receive, subscribeQueue } from '../../support/messaging.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const publish = (TopicArn: string, input: Partial<PublishCommand['input']> = {}) =>
  clients(endpoint)
    .sns()
    .send(new PublishCommand({ TopicArn, Message: 'hello', ...input }));

test('a queue receives the envelope of AWS', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn);
  const { MessageId } = await publish(topicArn, {
    Subject: 'greeting',
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'warm' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from('abc') },
    },
  });
  const [message] = await receive(endpoint, queue.url);
  expect(message?.MessageAttributes).toBeUndefined();
  const body = JSON.parse(message?.Body ?? '');
  expect(body).toEqual({
    Type: 'Notification',
    MessageId,
    TopicArn: topicArn,
    Subject: 'greeting',
    Message: 'hello',
    Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    SignatureVersion: '1',
    Signature: expect.any(String),
    SigningCertURL: expect.stringMatching(/\.pem$/),
    UnsubscribeURL: expect.stringContaining(`SubscriptionArn=${queue.subscriptionArn}`),
    MessageAttributes: {
      kind: { Type: 'String', Value: 'warm' },
      bytes: { Type: 'Binary', Value: 'YWJj' },
    },
  });
});

test('raw delivery hands on the message and its attributes as they are', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: { RawMessageDelivery: 'true' } });
  await publish(topicArn, {
    MessageAttributes: {
      kind: { DataType: 'String.Array', StringValue: '["warm"]' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from('abc') },
      count: { DataType: 'Number', StringValue: '7' },
    },
  });
  const [message] = await receive(endpoint, queue.url);
  expect(message?.Body).toBe('hello');
  expect(message?.MessageAttributes).toEqual({
    kind: { DataType: 'String.Array', StringValue: '["warm"]' },
    bytes: { DataType: 'Binary', BinaryValue: new Uint8Array(Buffer.from('abc')) },
    count: { DataType: 'Number', StringValue: '7' },
  });
});
