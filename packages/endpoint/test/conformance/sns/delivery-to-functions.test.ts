import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import { PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import type { SNSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { allowTopic, createQueue, createTopic, receive } from '../../support/messaging.ts';
import { createRecordingFunction } from '../../support/recording-function.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const subscribe = (TopicArn: string, functionArn: string, Attributes: Record<string, string> = {}) =>
  clients(endpoint)
    .sns()
    .send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: functionArn, Attributes }));

test('a function is invoked with the event of AWS', async () => {
  const topicArn = await createTopic(endpoint);
  const subscriber = await createRecordingFunction<SNSEvent>(clients(endpoint), { name: 'subscriber' });
  const { SubscriptionArn } = await subscribe(topicArn, subscriber.arn);
  await clients(endpoint)
    .lambda()
    .send(
      new AddPermissionCommand({
        FunctionName: subscriber.arn,
        StatementId: 'topic',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: topicArn,
      }),
    );
  const { MessageId } = await clients(endpoint)
    .sns()
    .send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: 'hello',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
      }),
    );
  const [event] = await eventually(
    'the function is invoked',
    () => subscriber.events().length > 0 && subscriber.events(),
  );
  expect(event).toEqual({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: SubscriptionArn,
        Sns: {
          Type: 'Notification',
          MessageId,
          TopicArn: topicArn,
          Subject: null,
          Message: 'hello',
          Timestamp: expect.stringMatching(/Z$/),
          SignatureVersion: '1',
          Signature: expect.any(String),
          SigningCertUrl: expect.any(String),
          UnsubscribeUrl: expect.any(String),
          MessageAttributes: { kind: { Type: 'String', Value: 'greeting' } },
        },
      },
    ],
  });
});

test('a function whose policy does not allow the topic is not invoked', async () => {
  const topicArn = await createTopic(endpoint);
  const dead = await createQueue(endpoint);
  await allowTopic(endpoint, dead, topicArn);
  const stranger = await createRecordingFunction<SNSEvent>(clients(endpoint), { name: 'stranger' });
  await subscribe(topicArn, stranger.arn, {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
  });
  await clients(endpoint)
    .sns()
    .send(new PublishCommand({ TopicArn: topicArn, Message: 'unwanted' }));
  const [message] = await receive(endpoint, dead.url, { wait: 10 });
  expect(message?.Body).toContain('unwanted');
  expect(stranger.events()).toEqual([]);
});

test('what a missing function cannot be given goes to the dead-letter queue of the subscription', async () => {
  const topicArn = await createTopic(endpoint);
  const dead = await createQueue(endpoint);
  await allowTopic(endpoint, dead, topicArn);
  await subscribe(topicArn, 'arn:aws:lambda:us-east-1:000000000000:function:missing', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
  });
  await clients(endpoint)
    .sns()
    .send(new PublishCommand({ TopicArn: topicArn, Message: 'hello' }));
  const [letter] = await receive(endpoint, dead.url);
  expect(JSON.parse(letter?.Body ?? '')).toMatchObject({ Type: 'Notification', Message: 'hello' });
});

test('raw delivery is for queues only', async () => {
  const topicArn = await createTopic(endpoint);
  await expect(
    subscribe(topicArn, 'arn:aws:lambda:us-east-1:000000000000:function:any', { RawMessageDelivery: 'true' }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
