import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  await createFunction(aws, {
    name: 'echo',
    source: `export const handler = async (event, context) => {
      console.log('seen', event);
      return { event, context, remaining: context.getRemainingTimeInMillis() };
    };`,
    Timeout: 5,
    MemorySize: 256,
    Publish: true,
  });
  await createFunction(aws, {
    name: 'length',
    source: 'export const handler = async (event) => event.text.length;',
  });
});
afterAll(() => endpoint?.close());

test('a function answers with what its handler returns', async () => {
  const { status, error, answer } = await invokeFunction(aws, 'echo', { a: [1, 'zwei'] });
  expect({ status, error, event: answer.event }).toEqual({
    status: 200,
    error: undefined,
    event: { a: [1, 'zwei'] },
  });
});

test('the context object says which invocation of which function it is', async () => {
  const { answer, requestId } = await invokeFunction(aws, 'echo', {});
  expect(answer.context).toEqual({
    functionName: 'echo',
    functionVersion: '$LATEST',
    invokedFunctionArn: `${ARN}:echo`,
    memoryLimitInMB: '256',
    awsRequestId: requestId,
    logGroupName: '/aws/lambda/echo',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
  });
});

test('the remaining time is counted from the timeout', async () => {
  const { answer } = await invokeFunction(aws, 'echo', {});
  expect(answer.remaining).toBeGreaterThan(3000);
  expect(answer.remaining).toBeLessThanOrEqual(5000);
});

test('an invocation without a payload sees an empty event', async () => {
  expect((await invokeFunction(aws, 'echo')).answer.event).toEqual({});
});

test('a client context reaches the handler, whatever its characters', async () => {
  const context = { client: { app_title: 'Grüße 🎈' } };
  const { answer } = await invokeFunction(
    aws,
    'echo',
    {},
    {
      ClientContext: Buffer.from(JSON.stringify(context)).toString('base64'),
    },
  );
  expect(answer.context.clientContext).toEqual(context);
});

test.each([
  ['its name', 'echo', '$LATEST', 'echo'],
  ['its name with a qualifier', 'echo:1', '1', 'echo:1'],
  ['a partial ARN', '000000000000:function:echo', '$LATEST', 'echo'],
  ['its ARN', `${ARN}:echo`, '$LATEST', 'echo'],
  ['its ARN with a qualifier', `${ARN}:echo:1`, '1', 'echo:1'],
  ['$LATEST', 'echo:$LATEST', '$LATEST', 'echo:$LATEST'],
])('a function is found by %s', async (_form, name, version, invoked) => {
  const { answer, executedVersion } = await invokeFunction(aws, name, {});
  expect(executedVersion).toBe(version);
  expect(answer.context.functionVersion).toBe(version);
  expect(answer.context.invokedFunctionArn).toBe(`${ARN}:${invoked}`);
});

test('a name and a qualifier that contradict each other are refused', async () => {
  await expect(invokeFunction(aws, 'echo:1', {}, { Qualifier: '2' })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
});

test('an unknown function is a ResourceNotFoundException that names its ARN', async () => {
  await expect(invokeFunction(aws, 'nobody', {})).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Function not found: ${ARN}:nobody`,
    $metadata: { httpStatusCode: 404 },
    Type: 'User',
  });
});

test('an unknown version or alias is a ResourceNotFoundException', async () => {
  await expect(invokeFunction(aws, 'echo', {}, { Qualifier: '99' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Function not found: ${ARN}:echo:99`,
  });
});

test('a payload that is not JSON is refused before the function runs', async () => {
  const command = new InvokeCommand({ FunctionName: 'echo', Payload: '{"a":' });
  await expect(aws.lambda().send(command)).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
    $metadata: { httpStatusCode: 400 },
  });
});

test('a dry run checks the function and does not run it', async () => {
  const { status, answer } = await invokeFunction(aws, 'echo', {}, { InvocationType: 'DryRun' });
  expect({ status, answer }).toEqual({ status: 204, answer: undefined });
  await expect(invokeFunction(aws, 'nobody', {}, { InvocationType: 'DryRun' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

describe('the log tail', () => {
  test('shows the start, the lines, the end and the report of the invocation', async () => {
    const { log, requestId } = await invokeFunction(aws, 'echo', { a: 1 }, { LogType: 'Tail' });
    const lines = log.split('\n');
    expect(lines[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(lines[1]).toMatch(new RegExp(`^\\d{4}-.*Z\\t${requestId}\\tINFO\\tseen \\{ a: 1 \\}$`));
    expect(lines[2]).toBe(`END RequestId: ${requestId}`);
    expect(lines[3]).toMatch(
      new RegExp(
        `^REPORT RequestId: ${requestId}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 256 MB\\tMax Memory Used: \\d+ MB\\t`,
      ),
    );
  });

  test('holds at most the last 4 KB', async () => {
    await createFunction(aws, {
      name: 'talkative',
      source: `export const handler = async () => {
        for (let i = 0; i < 2000; i += 1) process.stdout.write('line ' + i + '\\n');
      };`,
    });
    const { log } = await invokeFunction(aws, 'talkative', {}, { LogType: 'Tail' });
    expect(Buffer.byteLength(log)).toBe(4096);
    expect(log).toContain('line 1999\nEND');
  });

  test('belongs to one invocation alone', async () => {
    await createFunction(aws, {
      name: 'says',
      source: 'export const handler = async (event) => { console.error(event.word); };',
    });
    const tails: string[] = [];
    for (const word of ['one', 'two', 'three']) {
      tails.push((await invokeFunction(aws, 'says', { word }, { LogType: 'Tail' })).log);
    }
    expect(tails.map((log) => log.match(/\t(one|two|three)$/gm))).toEqual([
      ['\tone'],
      ['\ttwo'],
      ['\tthree'],
    ]);
  });
});

describe('payload limits', () => {
  const text = (bytes: number) => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) });

  test('a request of 6 MB is taken, one byte more is refused', async () => {
    expect((await invokeFunction(aws, 'length', text(6_291_456))).answer).toBe(6_291_445);
    await expect(invokeFunction(aws, 'length', text(6_291_457))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
  });

  test('an asynchronous request of 1 MB is taken, one byte more is refused', async () => {
    const event = { InvocationType: 'Event' as const };
    expect((await invokeFunction(aws, 'length', text(1_048_576), event)).status).toBe(202);
    await expect(invokeFunction(aws, 'length', text(1_048_577), event)).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
  });

  test('a response over 6 MB is a failure of the function, and the next invocation works', async () => {
    await createFunction(aws, {
      name: 'long-answer',
      source: 'export const handler = async (event) => "x".repeat(event.bytes - 2);',
    });
    const { answer: longest } = await invokeFunction(aws, 'long-answer', { bytes: 6_291_556 });
    expect(longest).toHaveLength(6_291_554);
    const { error, answer } = await invokeFunction(aws, 'long-answer', { bytes: 6_291_557 });
    expect({ error, answer }).toEqual({
      error: 'Unhandled',
      answer: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage:
          'Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).',
      },
    });
    expect((await invokeFunction(aws, 'long-answer', { bytes: 7 })).answer).toBe('xxxxx');
  });
});
