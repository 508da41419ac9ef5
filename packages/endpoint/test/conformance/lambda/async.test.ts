import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteFunctionCommand,
  type DestinationConfig,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction, type TestFunction } from '../../support/lambda-function.ts';
import { createRecordingFunction } from '../../support/recording-function.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const MINUTE = 60_000;

let directory: string;
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let clock: ManualClock;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lambda-async-'));
  clock = manualClock();
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
});
afterEach(async () => {
  await endpoint?.close();
  await rm(directory, { recursive: true, force: true });
});

/** A function that notes each of its attempts in a file, and fails the first `failures` times. */
async function noting(name: string, failures: number, settings: Partial<TestFunction> = {}) {
  const file = join(directory, name);
  await createFunction(aws, {
    name,
    source: `
      import { appendFileSync, readFileSync } from 'node:fs';
      export const handler = async (event, context) => {
        appendFileSync(${JSON.stringify(file)}, context.awsRequestId + '\\n');
        const attempts = readFileSync(${JSON.stringify(file)}, 'utf8').trim().split('\\n').length;
        if (attempts <= ${failures}) throw new Error('attempt ' + attempts);
        return { seen: event };
      };`,
    ...settings,
  });
  const attempts = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return {
    attempts,
    reached: (count: number) =>
      eventually(`${count} attempts`, async () => (await attempts()).length >= count),
  };
}

const send = (name: string, event: unknown) => invokeFunction(aws, name, event, { InvocationType: 'Event' });

const configure = (
  FunctionName: string,
  settings: { retries?: number; age?: number; to?: DestinationConfig },
) =>
  aws.lambda().send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      ...(settings.retries !== undefined && { MaximumRetryAttempts: settings.retries }),
      ...(settings.age !== undefined && { MaximumEventAgeInSeconds: settings.age }),
      ...(settings.to && { DestinationConfig: settings.to }),
    }),
  );

/** A queue that takes messages from everybody, topics included. */
async function createQueue(QueueName: string): Promise<{ url: string | undefined; arn: string }> {
  const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { QueueUrl } = await aws.sqs().send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  return { url: QueueUrl, arn };
}

const receive = (QueueUrl: string | undefined): Promise<Message> =>
  eventually('a message', async () => {
    const { Messages } = await aws
      .sqs()
      .send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
    return Messages?.[0];
  });

/** Moves the clock on until a condition holds that only its timers bring about. */
const advanceUntil = (what: string, step: number, condition: () => Promise<boolean>) =>
  eventually(what, async () => {
    await clock.advance(step);
    return condition();
  });

test('an event is accepted at once with its request id, and run', async () => {
  const { attempts, reached } = await noting('runs', 0);
  const { status, answer, requestId } = await send('runs', { a: 1 });
  expect({ status, answer }).toEqual({ status: 202, answer: undefined });
  await reached(1);
  expect(await attempts()).toEqual([requestId]);
});

test('a failed event is tried again after one minute and after two, under the same request id', async () => {
  const { attempts, reached } = await noting('retried', 2);
  const { requestId } = await send('retried', {});
  await reached(1);
  const failedAt = clock.now();
  await advanceUntil('a second attempt', 5_000, async () => (await attempts()).length === 2);
  expect(clock.now() - failedAt).toBeGreaterThanOrEqual(MINUTE);
  const failedAgainAt = clock.now();
  await advanceUntil('a third attempt', 5_000, async () => (await attempts()).length === 3);
  expect(clock.now() - failedAgainAt).toBeGreaterThanOrEqual(1.5 * MINUTE);
  await clock.advance(60 * MINUTE);
  expect(await attempts()).toEqual([requestId, requestId, requestId]);
});

describe('an on-failure destination', () => {
  test('gets a record of the event, its last error and how often it was tried', async () => {
    const queue = await createQueue('failed');
    const { attempts, reached } = await noting('fails', 99);
    await configure('fails', { retries: 1, to: { OnFailure: { Destination: queue.arn } } });
    const { requestId } = await send('fails', { order: 7 });
    await reached(1);
    await advanceUntil('a second attempt', 10_000, async () => (await attempts()).length === 2);
    const record = JSON.parse((await receive(queue.url)).Body ?? '');
    expect(record).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^2026-01-01T00:\d\d:\d\d\.\d{3}Z$/),
      requestContext: {
        requestId,
        functionArn: `${ARN}:fails:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { order: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'attempt 2', trace: expect.any(Array) },
    });
  });

  test('gets the event without a second attempt when no retries are allowed', async () => {
    const queue = await createQueue('failed');
    const { attempts } = await noting('once', 99);
    await configure('once', { retries: 0, to: { OnFailure: { Destination: queue.arn } } });
    await send('once', {});
    const record = JSON.parse((await receive(queue.url)).Body ?? '');
    expect(record.requestContext.approximateInvokeCount).toBe(1);
    expect(await attempts()).toHaveLength(1);
  });

  test('gets an event that has grown too old', async () => {
    const queue = await createQueue('failed');
    const { attempts, reached } = await noting('aged', 99);
    await configure('aged', { age: 60, to: { OnFailure: { Destination: queue.arn } } });
    await send('aged', {});
    await reached(1);
    const body = await eventually('the destination is told', async () => {
      await clock.advance(10_000);
      const { Messages } = await aws.sqs().send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
      return Messages?.[0]?.Body;
    });
    const record = JSON.parse(body);
    expect(record.requestContext.condition).toBe('EventAgeExceeded');
    expect(await attempts()).toHaveLength(1);
  });

  test('may be a topic', async () => {
    const queue = await createQueue('subscribed');
    const { TopicArn } = await aws.sns().send(new CreateTopicCommand({ Name: 'failures' }));
    await aws.sns().send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: queue.arn,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
    await noting('to-topic', 99);
    await configure('to-topic', { retries: 0, to: { OnFailure: { Destination: TopicArn } } });
    const { requestId } = await send('to-topic', {});
    const record = JSON.parse((await receive(queue.url)).Body ?? '');
    expect(record.requestContext.requestId).toBe(requestId);
  });

  test('may be another function, which is invoked with the record', async () => {
    const { reached, attempts } = await noting('handles-failures', 0);
    await noting('to-function', 99);
    await configure('to-function', {
      retries: 0,
      to: { OnFailure: { Destination: `${ARN}:handles-failures` } },
    });
    await send('to-function', {});
    await reached(1);
    expect(await attempts()).toHaveLength(1);
  });
});

test('an on-success destination gets a record with the answer', async () => {
  const queue = await createQueue('succeeded');
  await noting('succeeds', 0);
  await configure('succeeds', { to: { OnSuccess: { Destination: queue.arn } } });
  await send('succeeds', { n: 1 });
  const record = JSON.parse((await receive(queue.url)).Body ?? '');
  expect(record).toMatchObject({
    requestContext: { condition: 'Success', approximateInvokeCount: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { seen: { n: 1 } },
  });
});

test('the dead-letter queue of the function gets the event itself, and why', async () => {
  const queue = await createQueue('dead');
  await noting('dies', 99, { DeadLetterConfig: { TargetArn: queue.arn } });
  await configure('dies', { retries: 0 });
  const { requestId } = await send('dies', { order: 7 });
  const message = await receive(queue.url);
  expect(JSON.parse(message.Body ?? '')).toEqual({ order: 7 });
  const attributes = Object.entries(message.MessageAttributes ?? {});
  expect(Object.fromEntries(attributes.map(([name, { StringValue }]) => [name, StringValue]))).toEqual({
    RequestID: requestId,
    ErrorCode: '200',
    ErrorMessage: 'attempt 1',
  });
});

test('a throttled event waits until the function may run, without losing an attempt', async () => {
  const FunctionName = 'throttled';
  const { events, release } = await createRecordingFunction<object>(aws, {
    name: FunctionName,
    answer: '({ hold }) => (hold ? released() : null)',
  });
  await aws
    .lambda()
    .send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
  const queue = await createQueue('succeeded');
  await configure(FunctionName, { retries: 0, to: { OnSuccess: { Destination: queue.arn } } });
  const occupying = invokeFunction(aws, FunctionName, { hold: true });
  await eventually('it runs', () => events().length === 1);
  const before = clock.waiting;
  await send(FunctionName, {});
  await eventually('the event is put off', () => clock.waiting > before);
  release();
  await occupying;
  await clock.advance(1000);
  const record = JSON.parse((await receive(queue.url)).Body ?? '');
  expect(record.requestContext.approximateInvokeCount).toBe(1);
});

test('an event for a function that is switched off goes to the destination without an attempt', async () => {
  const queue = await createQueue('failed');
  const { attempts } = await noting('off', 0);
  await configure('off', { to: { OnFailure: { Destination: queue.arn } } });
  await aws
    .lambda()
    .send(new PutFunctionConcurrencyCommand({ FunctionName: 'off', ReservedConcurrentExecutions: 0 }));
  await send('off', {});
  const record = JSON.parse((await receive(queue.url)).Body ?? '');
  expect(record.requestContext).toMatchObject({
    condition: 'ZeroReservedConcurrency',
    approximateInvokeCount: 0,
  });
  expect(await attempts()).toEqual([]);
});

test('the events of a function that is deleted go with it', async () => {
  const { attempts, reached } = await noting('deleted', 99);
  await send('deleted', {});
  await reached(1);
  await aws.lambda().send(new DeleteFunctionCommand({ FunctionName: 'deleted' }));
  await clock.advance(60 * MINUTE);
  expect(await attempts()).toHaveLength(1);
});

test('an event that waits for its next attempt survives a restart', async () => {
  await endpoint.close();
  const dataDirectory = join(directory, 'data');
  const start = async () => {
    clock = manualClock(clock.now());
    endpoint = await startTestEndpoint({ clock, dataDirectory });
    aws = clients(endpoint);
  };
  await start();
  const { attempts, reached } = await noting('persistent', 1);
  const { requestId } = await send('persistent', {});
  await reached(1);
  // One timer is the pool's, for idle environments.
  await eventually('the retry is due', () => clock.waiting > 1);
  await endpoint.close();
  await start();
  await advanceUntil('a second attempt', 10_000, async () => (await attempts()).length === 2);
  expect(await attempts()).toEqual([requestId, requestId]);
});
