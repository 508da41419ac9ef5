import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

/** An engine that ends over each key with `poison` in it, and takes its time for one with `slow`. */
const ENGINE = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
appendFileSync(__filename + '.starts', 'x');
const option = (name) => process.argv[process.argv.indexOf(name) + 1];
require('node:http').createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => { body += chunk; });
  request.on('end', () => {
    if (body.includes('poison')) process.exit(1);
    setTimeout(() => response.end('{}'), body.includes('slow') ? 200 : 0);
  });
}).listen(option('--port'), option('--host'), () => console.error('listening on ' + option('--port')));
`;

let directory: string;
let endpoint: Endpoint;
let clock: ManualClock;
const given = process.env['DYNOXIDE_BINARY'];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engine-deaths-'));
});
beforeEach(async () => {
  const path = join(directory, 'engine.cjs');
  await rm(`${path}.starts`, { force: true });
  await writeFile(path, ENGINE);
  await chmod(path, 0o755);
  process.env['DYNOXIDE_BINARY'] = path;
  clock = manualClock();
  endpoint = await startTestEndpoint({ clock, log: () => {} });
});
afterEach(async () => {
  await endpoint.close();
  if (given === undefined) delete process.env['DYNOXIDE_BINARY'];
  else process.env['DYNOXIDE_BINARY'] = given;
});
afterAll(() => rm(directory, { recursive: true }));

const starts = async () => (await readFile(join(directory, 'engine.cjs.starts'), 'utf8')).length;

/** How a read of a key ends: its error's message, or that it was answered. */
const read = (key: string) =>
  clients(endpoint)
    .dynamodb()
    .send(new GetItemCommand({ TableName: 'items', Key: { pk: { S: key } } }))
    .then(
      () => 'answered',
      (error: Error) => {
        expect(error.name).toBe('InternalServerError');
        return error.message;
      },
    );

test('a request that was under way when the engine died twice is not passed on a third time', async () => {
  expect(await read('poison')).toMatch(/exited while it processed the request/);
  expect(await read('poison')).toMatch(/exited while it processed the request/);
  expect(await read('other')).toBe('answered');
  const before = await starts();
  expect(await read('poison')).toMatch(/exited twice .* not retried/);
  expect(await read('another poison')).toMatch(/exited while it processed the request/);
  expect(await read('other')).toBe('answered');
  expect(await starts()).toBe(before + 1);
});

test('requests that were under way beside it are answered when they come again', async () => {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const slow = read('slow');
    expect(await read('poison')).toMatch(/exited while/);
    await slow;
  }
  expect(await Promise.all([read('slow'), read('poison'), read('slow')])).toEqual([
    'answered',
    expect.stringMatching(/request is not retried/),
    'answered',
  ]);
});

test('after ten deaths within a minute the engine rests; a minute later it is started again', async () => {
  for (let death = 0; death < 10; death += 1) {
    expect(await read(`poison ${death}`)).toMatch(/exited while/);
    await clock.advance(1000);
  }
  const before = await starts();
  expect(await read('other')).toMatch(/exited 10 times within 60 seconds/);
  expect(await starts()).toBe(before);
  await clock.advance(51_000);
  expect(await read('other')).toBe('answered');
});

test('deaths that are spread over time never add up', async () => {
  for (let death = 0; death < 15; death += 1) {
    expect(await read(`poison ${death}`)).toMatch(/exited while/);
    await clock.advance(10_000);
  }
  expect(await read('other')).toBe('answered');
});
