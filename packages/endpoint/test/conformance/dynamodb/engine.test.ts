import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import { spawnEndpoint } from '../../../src/spawn.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { descendants } from '../../support/processes.ts';
import { createTable, STREAM } from './tables.ts';

let directory: string;
const given = process.env['DYNOXIDE_BINARY'];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engine-test-'));
});
afterEach(() => {
  if (given === undefined) delete process.env['DYNOXIDE_BINARY'];
  else process.env['DYNOXIDE_BINARY'] = given;
});
afterAll(() => rm(directory, { recursive: true }));

test('a binary that is not there is said, with the variable to set and the package to install', async () => {
  process.env['DYNOXIDE_BINARY'] = join(directory, 'nothing');
  await expect(startTestEndpoint()).rejects.toMatchObject({
    name: 'EngineError',
    code: 'missing',
    message: expect.stringMatching(
      /DYNOXIDE_BINARY names .*nothing.* Install it: npm install --no-save @dynoxide\//,
    ),
  });
});

test('a binary that cannot be run is said', async () => {
  const path = join(directory, 'plain-file');
  await writeFile(path, 'not a program');
  process.env['DYNOXIDE_BINARY'] = path;
  await expect(startTestEndpoint()).rejects.toMatchObject({ name: 'EngineError', code: 'not-executable' });
});

test('a binary that crashes at its start is said, with its last words', async () => {
  const path = join(directory, 'crashing');
  await writeFile(path, '#!/bin/sh\necho "no such instruction" >&2\nexit 1\n');
  await chmod(path, 0o755);
  process.env['DYNOXIDE_BINARY'] = path;
  await expect(startTestEndpoint()).rejects.toMatchObject({
    name: 'EngineError',
    code: 'crashed',
    message: expect.stringContaining('no such instruction'),
  });
});

test('an engine that dies is started again, and has kept everything', async () => {
  const endpoint = await spawnEndpoint({ port: 0, logLevel: 'error' });
  try {
    const dynamodb = clients({ url: endpoint.url, region: 'us-east-1' }).dynamodb();
    const before = new Set(descendants(endpoint.pid));
    await createTable(dynamodb, 'kept', { StreamSpecification: STREAM });
    await dynamodb.send(new PutItemCommand({ TableName: 'kept', Item: { pk: { S: 'x' } } }));
    for (const pid of before) process.kill(pid, 'SIGKILL');
    const found = await eventually('the engine answers', () =>
      dynamodb
        .send(new GetItemCommand({ TableName: 'kept', Key: { pk: { S: 'x' } } }))
        .catch((error: Error) => {
          expect(error.name).toBe('InternalServerError');
          return undefined;
        }),
    );
    expect(found.Item).toEqual({ pk: { S: 'x' } });
  } finally {
    await endpoint.close();
  }
});

test('tables survive a restart with a data directory', async () => {
  const dataDirectory = join(directory, 'data');
  const first = await startTestEndpoint({ dataDirectory });
  await createTable(clients(first).dynamodb(), 'kept', { StreamSpecification: STREAM });
  await clients(first)
    .dynamodb()
    .send(new PutItemCommand({ TableName: 'kept', Item: { pk: { S: 'x' } } }));
  await first.close();
  const second = await startTestEndpoint({ dataDirectory });
  const found = await clients(second)
    .dynamodb()
    .send(new GetItemCommand({ TableName: 'kept', Key: { pk: { S: 'x' } } }));
  await second.close();
  expect(found.Item).toEqual({ pk: { S: 'x' } });
});
