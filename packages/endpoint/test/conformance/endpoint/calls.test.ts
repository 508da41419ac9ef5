import { CreateTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import type { RecordedCall } from '../../../src/core/calls/call-journal.ts';
import { writeIterator } from '../../../src/dynamodb/shard-iterator.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';

async function started() {
  const endpoint = await startTestEndpoint();
  onTestFinished(() => endpoint.close());
  let cursor = 0;
  const calls = async (): Promise<RecordedCall[]> => {
    const answer = await fetch(`${endpoint.url}/_endpoint/calls?after=${cursor}`);
    const page = (await answer.json()) as { cursor: number; calls: RecordedCall[] };
    cursor = page.cursor;
    return page.calls;
  };
  return { endpoint, calls, ...clients(endpoint) };
}

test('calls are recorded from when they are first asked for, by name, resource, principal and outcome', async () => {
  const { sqs, calls } = await started();
  await sqs().send(new CreateQueueCommand({ QueueName: 'before' }));
  expect(await calls()).toEqual([]);

  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'after' }));
  const send = new SendMessageCommand({ QueueUrl: `${QueueUrl}-missing`, MessageBody: 'secret' });
  await expect(sqs().send(send)).rejects.toThrow();

  const recorded = await calls();
  expect(recorded).toMatchObject([
    { service: 'sqs', operation: 'CreateQueue', origin: 'wire', outcome: 'ok' },
    {
      service: 'sqs',
      operation: 'SendMessage',
      origin: 'wire',
      outcome: 'QueueDoesNotExist',
    },
  ]);
  expect(recorded[0]?.principal).toBe('arn:aws:iam::000000000000:root');
  expect(JSON.stringify(recorded)).not.toContain('secret');
  expect(await calls()).toEqual([]);
});

test('a batch says how many messages it has, and nothing of what they are', async () => {
  const { sqs, calls } = await started();
  await calls();
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'batches' }));
  const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: 'secret' }));
  await sqs().send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  const [created, sent] = await calls();
  expect(created?.entries).toBeUndefined();
  expect(sent).toMatchObject({ operation: 'SendMessageBatch', entries: 2 });
  expect(JSON.stringify(sent)).not.toContain('secret');
});

test('reading a stream acts on the stream; a call with input that the service refuses is recorded too', async () => {
  const { streams, ssm, calls } = await started();
  await calls();
  const stream = 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000';
  const ShardIterator = writeIterator({ stream, position: 0, issued: Date.now() });
  await expect(streams().send(new GetRecordsCommand({ ShardIterator }))).rejects.toThrow();
  await expect(streams().send(new GetRecordsCommand({ ShardIterator: 'wrong' }))).rejects.toThrow();
  await expect(ssm().send(new GetParameterCommand({ Name: undefined }))).rejects.toThrow();
  expect((await calls()).map(({ operation, resource, outcome }) => [operation, resource, outcome])).toEqual([
    ['GetRecords', stream, 'ResourceNotFoundException'],
    ['GetRecords', undefined, 'ValidationException'],
    ['GetParameter', undefined, 'ValidationException'],
  ]);
});

test('a call that one service makes for another has its own principal, and the call that caused it as its parent', async () => {
  const { sqs, sns, calls } = await started();
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'inbox' }));
  const { Attributes } = await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const arn = Attributes?.['QueueArn'] ?? '';
  const { TopicArn } = await sns().send(new CreateTopicCommand({ Name: 'news' }));
  await sns().send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn }));
  await calls();
  await sns().send(new PublishCommand({ TopicArn, Message: 'hello' }));

  const recorded = await calls();
  const publish = recorded.find(({ operation }) => operation === 'Publish');
  const inner = recorded.filter(({ service }) => service === 'sqs');
  expect(publish).toMatchObject({ origin: 'wire' });
  expect(inner.length).toBeGreaterThan(0);
  for (const call of inner) {
    expect(call).toMatchObject({
      origin: 'service',
      principal: 'sns.amazonaws.com',
      parent: publish?.id,
      traceId: publish?.traceId,
    });
  }
});

test('DynamoDB’s data plane is recorded, with the table it acts on and the engine’s own refusals', async () => {
  const { dynamodb, calls } = await started();
  await dynamodb().send(
    new CreateTableCommand({
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  await calls();
  await dynamodb().send(new GetItemCommand({ TableName: 'things', Key: { pk: { S: '1' } } }));
  const wrongKey = new GetItemCommand({ TableName: 'things', Key: { other: { S: '1' } } });
  await expect(dynamodb().send(wrongKey)).rejects.toThrow();
  expect(await calls()).toMatchObject([
    {
      operation: 'GetItem',
      resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
      outcome: 'ok',
    },
    { operation: 'GetItem', outcome: 'ValidationException' },
  ]);
});

test('a function’s calls are made by its version, in the invocation and the trace that they belong to', async () => {
  const { endpoint, lambda, calls } = await started();
  await createFunction(clients(endpoint), {
    name: 'caller',
    source: `
      export const handler = async () => {
        const { AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, _X_AMZN_TRACE_ID } = process.env;
        const scope = AWS_ACCESS_KEY_ID + '/20260101/us-east-1/sqs/aws4_request';
        const answer = await fetch(AWS_ENDPOINT_URL, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'x-amz-target': 'AmazonSQS.ListQueues',
            'x-amz-date': '20260101T000000Z',
            'x-amzn-trace-id': _X_AMZN_TRACE_ID,
            authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
          },
          body: '{}',
        });
        return answer.status;
      };`,
  });
  await calls();
  await lambda().send(new InvokeCommand({ FunctionName: 'caller' }));
  const recorded = await calls();
  const invoke = recorded.find(({ service, operation }) => service === 'lambda' && operation === 'Invoke');
  const list = recorded.find(({ operation }) => operation === 'ListQueues');
  expect(list).toMatchObject({ principal: 'function caller:$LATEST', outcome: 'ok' });
  expect(list?.traceId).toBe(invoke?.traceId);
});

test('W3C trace context wins over X-Amzn-Trace-Id', async () => {
  const { endpoint, calls } = await started();
  await calls();
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await fetch(`${endpoint.url}/`, {
    method: 'POST',
    headers: {
      'x-amz-target': 'AmazonSQS.ListQueues',
      'content-type': 'application/x-amz-json-1.0',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
    },
    body: '{}',
  });
  expect(await calls()).toMatchObject([{ operation: 'ListQueues', traceId }]);
});
