import {
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';
import { createRecordingFunction } from '../../support/recording-function.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint?.close());

const ANSWERING = 'export const handler = async () => 1;';
const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
  aws.lambda().send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

test('more invocations at a time than are reserved are refused', async () => {
  const narrow = await createRecordingFunction(aws, { name: 'narrow', answer: 'released' });
  await reserve('narrow', 2);
  const running = [invokeFunction(aws, 'narrow', {}), invokeFunction(aws, 'narrow', {})];
  await eventually('two are running', () => narrow.events().length === 2);
  await expect(invokeFunction(aws, 'narrow', {})).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    message: 'Rate Exceeded.',
    $metadata: { httpStatusCode: 429 },
  });
  narrow.release();
  await Promise.all(running);
});

test('an invocation that ends makes room for the next one, also when it failed', async () => {
  await createFunction(aws, {
    name: 'one-by-one',
    source: 'export const handler = async (event) => { if (event.fail) throw new Error("no"); return 1; };',
  });
  await reserve('one-by-one', 1);
  await invokeFunction(aws, 'one-by-one', { fail: true });
  expect((await invokeFunction(aws, 'one-by-one', {})).answer).toBe(1);
});

test('with nothing reserved at all a function is switched off', async () => {
  await createFunction(aws, { name: 'off', source: ANSWERING });
  await reserve('off', 0);
  await expect(invokeFunction(aws, 'off', {})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  await aws.lambda().send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'off' }));
  expect((await invokeFunction(aws, 'off', {})).answer).toBe(1);
});

test('what is reserved is shown with the function and missing from the account', async () => {
  await createFunction(aws, { name: 'shown', source: ANSWERING });
  const unreserved = async () =>
    (await aws.lambda().send(new GetAccountSettingsCommand({}))).AccountLimit
      ?.UnreservedConcurrentExecutions ?? 0;
  const before = await unreserved();
  await reserve('shown', 7);
  expect(await unreserved()).toBe(before - 7);
  const FunctionName = 'shown';
  expect(await aws.lambda().send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
    ReservedConcurrentExecutions: 7,
  });
  expect(await aws.lambda().send(new GetFunctionCommand({ FunctionName }))).toMatchObject({
    Concurrency: { ReservedConcurrentExecutions: 7 },
  });
});

test('100 executions must stay unreserved', async () => {
  await createFunction(aws, { name: 'greedy', source: ANSWERING });
  await expect(reserve('greedy', 901)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining('below its minimum value of [100]'),
  });
});
