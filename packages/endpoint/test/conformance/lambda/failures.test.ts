import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction, type TestFunction } from '../../support/lambda-function.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint?.close());

/** A function that fails when told to, and otherwise says which process it is. */
async function fallible(name: string, failure: string, settings: Partial<TestFunction> = {}) {
  await createFunction(aws, {
    name,
    source: `export const handler = async (event) => {
      if (event.fail) { ${failure} }
      return process.pid;
    };`,
    ...settings,
  });
}

async function expectToWork(name: string) {
  expect(await invokeFunction(aws, name, {})).toMatchObject({ error: undefined, answer: expect.any(Number) });
}

test('an error thrown by the handler is answered with its type, message and trace', async () => {
  await fallible('throws', 'throw new RangeError("out of range");');
  const { status, error, answer } = await invokeFunction(aws, 'throws', { fail: true });
  expect({ status, error }).toEqual({ status: 200, error: 'Unhandled' });
  expect(answer).toMatchObject({ errorType: 'RangeError', errorMessage: 'out of range' });
  expect(answer.trace[0]).toBe('RangeError: out of range');
  expect(answer.trace[1]).toMatch(/^ {4}at handler \(.*index\.mjs:2:/);
});

test('an error thrown by the handler leaves its process alive', async () => {
  await fallible('throws-on', 'throw new Error("no");');
  const before = await invokeFunction(aws, 'throws-on', {});
  await invokeFunction(aws, 'throws-on', { fail: true });
  expect((await invokeFunction(aws, 'throws-on', {})).answer).toBe(before.answer);
});

test('something thrown that is no error is answered by its kind', async () => {
  await fallible('throws-text', 'throw "just text";');
  const { answer } = await invokeFunction(aws, 'throws-text', { fail: true });
  expect(answer).toEqual({ errorType: 'string', errorMessage: 'just text', trace: [] });
});

test('an unhandled rejection fails the invocation, and the next one gets a new process', async () => {
  await fallible(
    'rejects',
    'Promise.reject(new Error("nobody listens")); await new Promise((r) => setTimeout(r, 5000));',
    {
      Timeout: 10,
    },
  );
  const before = await invokeFunction(aws, 'rejects', {});
  const { error, answer } = await invokeFunction(aws, 'rejects', { fail: true });
  expect(error).toBe('Unhandled');
  expect(answer).toMatchObject({
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: 'Error: nobody listens',
  });
  const after = await invokeFunction(aws, 'rejects', {});
  expect(after.answer).not.toBe(before.answer);
});

test('an uncaught exception fails the invocation, and the next one works', async () => {
  await fallible(
    'uncaught',
    'setTimeout(() => { throw new TypeError("late"); }, 1); await new Promise((r) => setTimeout(r, 5000));',
    {
      Timeout: 10,
    },
  );
  const { answer } = await invokeFunction(aws, 'uncaught', { fail: true });
  expect(answer).toMatchObject({ errorType: 'TypeError', errorMessage: 'late' });
  await expectToWork('uncaught');
});

test.each([
  [1, 'Runtime exited with error: exit status 1'],
  [0, 'Runtime exited without providing a reason'],
])('process.exit(%i) in a handler fails the invocation, and the next one works', async (status, how) => {
  const name = `exits-${status}`;
  await fallible(name, `process.exit(${status});`);
  const { error, answer, requestId } = await invokeFunction(aws, name, { fail: true });
  expect(error).toBe('Unhandled');
  expect(answer).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: ${how}`,
  });
  await expectToWork(name);
});

test('running out of memory fails the invocation, and the next one works', async () => {
  await fallible('hungry', 'const hoard = []; for (;;) hoard.push(new Array(1e5).fill(Math.random()));', {
    MemorySize: 128,
    Timeout: 30,
  });
  const { error, answer, requestId } = await invokeFunction(aws, 'hungry', { fail: true });
  expect(error).toBe('Unhandled');
  expect(answer).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: aborted`,
  });
  await expectToWork('hungry');
});

test('a handler that takes too long is ended at its timeout, and the next invocation works', async () => {
  await fallible('slow', 'await new Promise((r) => setTimeout(r, 60_000));', { Timeout: 1 });
  const before = await invokeFunction(aws, 'slow', {});
  const started = performance.now();
  const { error, answer, requestId, log } = await invokeFunction(
    aws,
    'slow',
    { fail: true },
    { LogType: 'Tail' },
  );
  expect(performance.now() - started).toBeGreaterThan(990);
  expect(error).toBe('Unhandled');
  expect(answer).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
  });
  expect(log).toContain(`${requestId} Task timed out after 1.00 seconds`);
  expect(log).toContain('Status: timeout');
  const after = await invokeFunction(aws, 'slow', {});
  expect(after.answer).not.toBe(before.answer);
});

test('a handler that never yields is ended at its timeout too', async () => {
  await fallible('spinning', 'for (;;);', { Timeout: 1 });
  const { answer } = await invokeFunction(aws, 'spinning', { fail: true });
  expect(answer.errorType).toBe('Sandbox.Timedout');
  await expectToWork('spinning');
});

test('a promise that nothing will settle ends the process instead of hanging', async () => {
  await fallible('forgotten', 'await new Promise(() => {});', { Timeout: 30 });
  const { answer } = await invokeFunction(aws, 'forgotten', { fail: true });
  expect(answer).toMatchObject({ errorType: 'Runtime.ExitError' });
  await expectToWork('forgotten');
});

test('an answer that JSON cannot hold fails the invocation', async () => {
  await fallible('circular', 'const answer = {}; answer.self = answer; return answer;');
  const { answer } = await invokeFunction(aws, 'circular', { fail: true });
  expect(answer).toMatchObject({
    errorType: 'Runtime.JSONStringifyError',
    errorMessage: 'Unable to stringify response body',
  });
});

test.each([
  ['an error while the module loads', { 'index.mjs': 'throw new Error("no start");' }, 'Error', 'no start'],
  [
    'a missing module',
    { 'other.mjs': '' },
    'Runtime.ImportModuleError',
    expect.stringContaining("Cannot find module 'index'"),
  ],
  [
    'a missing dependency',
    { 'index.js': 'require("left-pad");' },
    'Runtime.ImportModuleError',
    expect.stringContaining("Cannot find module 'left-pad'"),
  ],
  [
    'a handler that is not exported',
    { 'index.mjs': 'export const other = 1;' },
    'Runtime.HandlerNotFound',
    'index.handler is undefined or not exported',
  ],
  [
    'a syntax error',
    { 'index.js': 'exports.handler = async () => {' },
    'Runtime.UserCodeSyntaxError',
    expect.stringContaining('SyntaxError'),
  ],
  [
    'a handler with a callback, which Node.js 24 has no more',
    { 'index.mjs': 'export const handler = (event, context, callback) => callback(null, 1);' },
    'Runtime.CallbackHandlerDeprecated',
    expect.stringContaining('callback-based function handlers'),
  ],
])('%s is answered to every invocation', async (_what, source, errorType, errorMessage) => {
  const name = `init-${errorType.replaceAll('.', '-')}-${Object.keys(source)[0]?.replace('.', '-')}`;
  await createFunction(aws, { name, source });
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const { error, answer } = await invokeFunction(aws, name, {});
    expect(error).toBe('Unhandled');
    expect(answer).toMatchObject({ errorType, errorMessage });
  }
});

test('an exit while the module loads is answered as an exit', async () => {
  await createFunction(aws, { name: 'exits-early', source: 'process.exit(3);' });
  const { answer, requestId } = await invokeFunction(aws, 'exits-early', {});
  expect(answer).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 3`,
  });
});
