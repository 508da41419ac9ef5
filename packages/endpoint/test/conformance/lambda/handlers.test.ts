import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint?.close());

test.each([
  ['an ES module', 'index.handler', { 'index.mjs': 'export const handler = async () => "esm";' }, 'esm'],
  ['a CommonJS module', 'index.handler', { 'index.js': 'exports.handler = async () => "cjs";' }, 'cjs'],
  ['a .cjs module', 'index.handler', { 'index.cjs': 'exports.handler = async () => "cjs";' }, 'cjs'],
  [
    'a .js module in a package of type module',
    'index.handler',
    { 'index.js': 'export const handler = async () => "esm";', 'package.json': '{"type":"module"}' },
    'esm',
  ],
  [
    'a module in a folder',
    'dist/api/file.run',
    { 'dist/api/file.mjs': 'export const run = async () => "nested";' },
    'nested',
  ],
  [
    'an exported object',
    'index.api.run',
    { 'index.mjs': 'export const api = { run: async () => "member" };' },
    'member',
  ],
  ['a function that is not async', 'index.handler', { 'index.mjs': 'export const handler = () => 7;' }, 7],
  [
    'a function without a result',
    'index.handler',
    { 'index.mjs': 'export const handler = async () => {};' },
    null,
  ],
  [
    'its own dependencies',
    'index.handler',
    {
      'index.mjs': 'import { word } from "words"; export const handler = async () => word;',
      'node_modules/words/package.json': '{"name":"words","type":"module","exports":"./main.js"}',
      'node_modules/words/main.js': 'export const word = "bundled";',
    },
    'bundled',
  ],
  [
    'the SDK of the runtime from an ES module',
    'index.handler',
    {
      'index.mjs':
        'import { S3Client } from "@aws-sdk/client-s3"; export const handler = async () => typeof S3Client;',
    },
    'function',
  ],
  [
    'the SDK of the runtime from CommonJS',
    'index.handler',
    {
      'index.js':
        'const { S3Client } = require("@aws-sdk/client-s3"); exports.handler = async () => typeof S3Client;',
    },
    'function',
  ],
])('a handler may be or use %s', async (what, handler, source, expected) => {
  const name = what.replace(/[^a-z]+/gi, '-');
  await createFunction(aws, { name, source, Handler: handler });
  const { error, answer } = await invokeFunction(aws, name, {});
  expect({ error, answer }).toEqual({ error: undefined, answer: expected });
});

test.each([
  ['the callback', 'callback(null, "called");', 'called'],
  ['the callback after a while', 'setTimeout(() => callback(null, "later"), 5);', 'later'],
  ['context.succeed', 'context.succeed("done");', 'done'],
  ['nothing at all', '', null],
  [
    'the callback, and work goes on before the answer',
    'let n = 0; setTimeout(() => { answer.n = 2; }, 20); const answer = { n: 1 }; callback(null, answer);',
    { n: 2 },
  ],
  [
    'the callback, without waiting for the event loop',
    'context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, "at once");',
    'at once',
  ],
])('before Node.js 24 a handler may answer with %s', async (what, body, expected) => {
  const name = `legacy-${what.replace(/[^a-z]+/gi, '-')}`;
  await createFunction(aws, {
    name,
    Runtime: 'nodejs22.x',
    source: { 'index.js': `exports.handler = (event, context, callback) => { ${body} };` },
  });
  const { error, answer } = await invokeFunction(aws, name, {});
  expect({ error, answer }).toEqual({ error: undefined, answer: expected });
});

test('an error given to the callback fails the invocation', async () => {
  await createFunction(aws, {
    name: 'legacy-error',
    Runtime: 'nodejs20.x',
    source: {
      'index.js': 'exports.handler = (event, context, callback) => { callback(new TypeError("no")); };',
    },
  });
  const { error, answer } = await invokeFunction(aws, 'legacy-error', {});
  expect(error).toBe('Unhandled');
  expect(answer).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
});
