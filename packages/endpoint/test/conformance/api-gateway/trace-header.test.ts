import { PutIntegrationResponseCommand, PutMethodResponseCommand } from '@aws-sdk/client-api-gateway';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

const ROOT = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8';
const WHOLE = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]$/;

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;
let topicArn: string | undefined;
let directQueue: string | undefined;
let subscribedQueue: string | undefined;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  directQueue = (await aws.sqs().send(new CreateQueueCommand({ QueueName: 'direct' }))).QueueUrl;
  subscribedQueue = (await aws.sqs().send(new CreateQueueCommand({ QueueName: 'subscribed' }))).QueueUrl;
  topicArn = (await aws.sns().send(new CreateTopicCommand({ Name: 'topic' }))).TopicArn;
  const queueArn = 'arn:aws:sqs:us-east-1:000000000000:subscribed';
  await aws.sqs().send(
    new SetQueueAttributesCommand({
      QueueUrl: subscribedQueue,
      Attributes: {
        Policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queueArn,
            },
          ],
        }),
      },
    }),
  );
  await aws.sns().send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }));

  // The SDK that the runtime brings along sends the header by itself; the function does nothing about it.
  await createFunction(aws, {
    name: 'sender',
    Timeout: 20,
    Environment: { Variables: { TOPIC: topicArn ?? '', QUEUE: directQueue ?? '' } },
    source: `
      import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
      import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
      const sns = new SNSClient();
      const sqs = new SQSClient();
      export const handler = async (event) => {
        await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: 'published' }));
        await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: 'sent' }));
        return { body: JSON.stringify({ header: event.headers?.['X-Amzn-Trace-Id'], own: process.env._X_AMZN_TRACE_ID }) };
      };`,
  });
  await createFunction(aws, {
    name: 'traced',
    TracingConfig: { Mode: 'Active' },
    source: 'export const handler = async () => process.env._X_AMZN_TRACE_ID;',
  });
  await allowApiGateway(aws, 'sender');
  api = await createRestApi(endpoint, aws, [
    { route: 'GET /', function: 'sender' },
    {
      route: 'GET /mock',
      integration: { requestTemplates: { 'application/json': '{"statusCode": 200}' } },
    },
  ]);
  const mock = {
    restApiId: api.id,
    resourceId: api.resources.get('/mock'),
    httpMethod: 'GET',
    statusCode: '200',
  };
  await aws.apigateway().send(new PutMethodResponseCommand(mock));
  await aws.apigateway().send(new PutIntegrationResponseCommand(mock));
  await api.deploy();
});
afterAll(() => endpoint.close());

async function traceOfMessage(queueUrl: string | undefined): Promise<string | undefined> {
  return eventually('a message', async () => {
    const { Messages = [] } = await aws.sqs().send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MessageSystemAttributeNames: ['AWSTraceHeader'],
        WaitTimeSeconds: 1,
      }),
    );
    return Messages[0] && (Messages[0].Attributes?.AWSTraceHeader ?? 'none');
  });
}

test('a client’s trace reaches the function, its messages and the answer', async () => {
  const header = `${ROOT};Parent=7fa8c0f79203be72;Sampled=1`;
  const response = await fetch(api.url, { headers: { 'x-amzn-trace-id': header } });
  expect(response.headers.get('x-amzn-trace-id')).toBe(header);
  expect(await response.json()).toEqual({ header, own: header });
  expect(await traceOfMessage(directQueue)).toBe(header);
  expect(await traceOfMessage(subscribedQueue)).toBe(header);
});

test('a request without a trace begins one, which goes all the way', async () => {
  const response = await fetch(api.url);
  const { header, own } = (await response.json()) as { header: string; own: string };
  expect(header).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(own).toMatch(WHOLE);
  expect(own.startsWith(header)).toBe(true);
  expect(await traceOfMessage(directQueue)).toBe(own);
  expect(await traceOfMessage(subscribedQueue)).toBe(own);
});

test('members that a client leaves out are added, and a header that names no trace is replaced', async () => {
  const short = (await (await fetch(api.url, { headers: { 'x-amzn-trace-id': ROOT } })).json()) as {
    own: string;
  };
  expect(short.own).toMatch(WHOLE);
  expect(short.own.startsWith(`${ROOT};`)).toBe(true);
  const foreign = (await (await fetch(api.url, { headers: { 'x-amzn-trace-id': 'hello' } })).json()) as {
    own: string;
  };
  expect(foreign.own).toMatch(WHOLE);
});

test('an answer that no function gave has no trace', async () => {
  const response = await fetch(`${api.url}/mock`, { headers: { 'x-amzn-trace-id': ROOT } });
  expect(response.status).toBe(200);
  expect(response.headers.has('x-amzn-trace-id')).toBe(false);
});

test('a function invoked directly has a trace of its own for every invocation', async () => {
  const first = (await invokeFunction(aws, 'traced')).answer;
  const second = (await invokeFunction(aws, 'traced')).answer;
  expect(first).toMatch(WHOLE);
  expect(second).toMatch(WHOLE);
  expect(second).not.toBe(first);
  // Active tracing decides to sample where nobody upstream has decided.
  expect(first.endsWith('Sampled=1')).toBe(true);
});
