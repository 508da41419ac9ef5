import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { EndpointOptions } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { zipOf } from '../../../src/testing/zip-of.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';

const source = (word: string) => `export const handler = async () => '${word}';`;
const PENDING =
  'The operation cannot be performed at this time. The function is currently in the following state: Pending';
const IN_PROGRESS =
  'The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:us-east-1:000000000000:function:slow';

async function slowEndpoint(options: EndpointOptions = {}) {
  const clock = manualClock();
  const endpoint = await startTestEndpoint({ realistic: true, clock, ...options });
  onTestFinished(() => endpoint.close());
  const aws = clients(endpoint);
  const configuration = async () =>
    aws.lambda().send(new GetFunctionConfigurationCommand({ FunctionName: 'slow' }));
  return { endpoint, clock, aws, lambda: aws.lambda(), configuration };
}

test('a new function is Pending for a while, and takes neither invocations nor changes', async () => {
  const { clock, aws, lambda, configuration } = await slowEndpoint();
  const created = await createFunction(aws, { name: 'slow', source: source('one') });
  expect(created).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating' });
  expect(await configuration()).toMatchObject({ State: 'Pending', RevisionId: created.RevisionId });
  const FunctionName = 'slow';
  for (const refused of [
    () => invokeFunction(aws, 'slow'),
    () => invokeFunction(aws, 'slow', {}, { InvocationType: 'Event' }),
    () => lambda.send(new PublishVersionCommand({ FunctionName })),
    () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5 })),
    () => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf({ a: '' }) })),
  ]) {
    await expect(refused()).rejects.toMatchObject({ name: 'ResourceConflictException', message: PENDING });
  }

  await clock.advance(1000);
  const active = await configuration();
  expect(active).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
  expect(active.StateReasonCode).toBeUndefined();
  // Becoming active is a revision of its own.
  expect(active.RevisionId).not.toBe(created.RevisionId);
  expect((await invokeFunction(aws, 'slow')).answer).toBe('one');
});

test('an update is in progress for a while: the code before it runs on, and no other change is taken', async () => {
  const { clock, aws, lambda, configuration } = await slowEndpoint();
  await createFunction(aws, { name: 'slow', source: source('one') });
  await clock.advance(1000);
  const FunctionName = 'slow';
  const ZipFile = zipOf({ 'index.mjs': source('two') });
  const updated = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  expect(updated).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
  expect(await configuration()).toMatchObject({
    LastUpdateStatus: 'InProgress',
    RevisionId: updated.RevisionId,
    CodeSha256: updated.CodeSha256,
  });
  expect((await invokeFunction(aws, 'slow')).answer).toBe('one');
  for (const refused of [
    () => lambda.send(new PublishVersionCommand({ FunctionName })),
    () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5 })),
    () => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile })),
  ]) {
    await expect(refused()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: IN_PROGRESS,
    });
  }

  await clock.advance(1000);
  const done = await configuration();
  expect(done.LastUpdateStatus).toBe('Successful');
  expect(done.RevisionId).not.toBe(updated.RevisionId);
  expect((await invokeFunction(aws, 'slow')).answer).toBe('two');
  expect(await lambda.send(new PublishVersionCommand({ FunctionName }))).toMatchObject({
    Version: '1',
    State: 'Active',
  });
});

test('a function that is published as it is created is Pending with its version', async () => {
  const { clock, aws, lambda } = await slowEndpoint();
  const created = await createFunction(aws, { name: 'slow', source: source('one'), Publish: true });
  expect(created).toMatchObject({ Version: '1', State: 'Pending' });
  await expect(invokeFunction(aws, 'slow:1')).rejects.toMatchObject({ message: PENDING });
  await clock.advance(1000);
  expect(
    await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'slow', Qualifier: '1' })),
  ).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
  expect((await invokeFunction(aws, 'slow:1')).answer).toBe('one');
});

test('the SDK’s waiters end when the function is ready', async () => {
  const endpoint = await startTestEndpoint({ realistic: true });
  onTestFinished(() => endpoint.close());
  const aws = clients(endpoint);
  const waiter = { client: aws.lambda(), minDelay: 1, maxDelay: 1, maxWaitTime: 20 };
  await createFunction(aws, { name: 'slow', source: source('one') });
  expect((await waitUntilFunctionActiveV2(waiter, { FunctionName: 'slow' })).state).toBe('SUCCESS');
  const ZipFile = zipOf({ 'index.mjs': source('two') });
  await aws.lambda().send(new UpdateFunctionCodeCommand({ FunctionName: 'slow', ZipFile }));
  expect((await waitUntilFunctionUpdatedV2(waiter, { FunctionName: 'slow' })).state).toBe('SUCCESS');
  expect((await invokeFunction(aws, 'slow')).answer).toBe('two');
});

test('an update that a restart interrupts is done afterwards', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'realistic-'));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true, force: true }));
  const clock = manualClock();
  const first = await startTestEndpoint({ realistic: true, clock, dataDirectory });
  const before = clients(first);
  await createFunction(before, { name: 'slow', source: source('one') });
  await clock.advance(1000);
  await before.lambda().send(
    new UpdateFunctionCodeCommand({
      FunctionName: 'slow',
      ZipFile: zipOf({ 'index.mjs': source('two') }),
    }),
  );
  await first.close();

  const { aws } = await slowEndpoint({ clock, dataDirectory });
  expect((await invokeFunction(aws, 'slow')).answer).toBe('one');
  await clock.advance(1000);
  expect((await invokeFunction(aws, 'slow')).answer).toBe('two');
});

test('a mapping is on its way for a while, is in use meanwhile, and polls once it is enabled', async () => {
  const { clock, aws, lambda } = await slowEndpoint();
  await createFunction(aws, { name: 'slow', source: source('consumed') });
  await clock.advance(1000);
  const { QueueUrl } = await aws.sqs().send(new CreateQueueCommand({ QueueName: 'queue' }));
  await aws.sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
  const { UUID, State } = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'slow',
      EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:queue',
    }),
  );
  const state = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
  expect([State, await state()]).toEqual(['Creating', 'Creating']);
  const inUse = (change: string) => ({
    name: 'ResourceInUseException',
    message: `Cannot ${change} the event source mapping because it is in use.`,
  });
  await expect(
    lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 })),
  ).rejects.toMatchObject(inUse('update'));
  await expect(lambda.send(new DeleteEventSourceMappingCommand({ UUID }))).rejects.toMatchObject(
    inUse('delete'),
  );

  await clock.advance(1000);
  expect(await state()).toBe('Enabled');
  await eventually('the message is consumed', async () => {
    const counts = await aws.sqs().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } =
      counts.Attributes ?? {};
    return visible === '0' && hidden === '0';
  });

  expect((await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }))).State).toBe(
    'Disabling',
  );
  expect(await state()).toBe('Disabling');
  await clock.advance(1000);
  expect(await state()).toBe('Disabled');
  await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(await state()).toBe('Deleting');
  await clock.advance(1000);
  await expect(state()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
