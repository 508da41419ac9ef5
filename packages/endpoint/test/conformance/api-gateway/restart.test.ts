import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi } from '../../support/rest-api.ts';

let dataDirectory: string;
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'dataflow-test-'));
});
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

test('a deployed API answers again after a restart, and what was not deployed still does not', async () => {
  const before = await startTestEndpoint({ dataDirectory });
  const aws = clients(before);
  await createFunction(aws, { name: 'ok', source: `export const handler = async () => ({ body: 'ok' });` });
  await allowApiGateway(aws, 'ok');
  const api = await createRestApi(before, aws, [{ route: 'GET /', function: 'ok' }]);
  await api.add([{ route: 'GET /later', function: 'ok' }]);
  await before.close();

  const after = await startTestEndpoint({ dataDirectory });
  const url = api.url.replace(before.url, after.url);
  expect(await (await fetch(url)).text()).toBe('ok');
  expect((await fetch(`${url}/later`)).status).toBe(403);
  await after.close();
});
