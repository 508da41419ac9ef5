import { expect, test, vi } from 'vitest';
import type { ApiAnswer } from '../../../../lambdas/shared/api-client.ts';
import { avroSchema } from '../../../../lambdas/shared/avro/schema.ts';
import { RegistryClient } from '../../../../lambdas/shared/registry-client.ts';

const SCHEMA = { type: 'record', name: 'User', fields: [{ name: 'name', type: 'string' }] };
const { fingerprint } = avroSchema(SCHEMA);

function client(...answers: ApiAnswer[]) {
  const get = vi.fn<(path: string, remainingMs: number) => Promise<ApiAnswer>>();
  for (const answer of answers) get.mockResolvedValueOnce(answer);
  return { get, registry: new RegistryClient({ get }) };
}

const registered = (schema: unknown = SCHEMA) => ({ status: 200, body: { schema: JSON.stringify(schema) } });

test('a schema is asked for once, and known from then on', async () => {
  const { get, registry } = client(registered());
  expect((await registry.schema(fingerprint, 1000))?.json).toEqual(SCHEMA);
  expect((await registry.schema(fingerprint, 1000))?.json).toEqual(SCHEMA);
  expect(get.mock.calls).toEqual([[`/schemas/fingerprints/${fingerprint}`, 1000]]);
});

test('what is not registered yet is asked for again', async () => {
  const { registry } = client({ status: 404, body: {} }, registered());
  expect(await registry.schema(fingerprint, 1000)).toBeUndefined();
  expect(await registry.schema(fingerprint, 1000)).toBeDefined();
});

test.each([
  ['another schema', registered('string'), /another schema for/],
  ['a refusal', { status: 403, body: {} }, /answered 403/],
  ['something else', { status: 200, body: { id: 1 } }, /schema/],
])('%s is no answer', async (_what, answer, message) => {
  const { registry } = client(answer);
  const asked = registry.schema(fingerprint, 1000);
  await expect(asked).rejects.toThrow(message);
  await expect(asked).rejects.toMatchObject({ code: 'dependency-failed' });
});

test('schemas come with the versions that have them, and are asked for again only where that is wanted', async () => {
  const versions = [{ subject: 'user', version: 3 }];
  const answer = registered();
  const { get, registry } = client(
    { ...answer, body: { ...answer.body, versions } },
    { ...answer, body: { ...answer.body, versions: [] } },
  );
  expect((await registry.registered(fingerprint, 1000))?.versions).toEqual(versions);
  expect((await registry.registered(fingerprint, 1000))?.versions).toEqual(versions);
  expect((await registry.registered(fingerprint, 1000, { fresh: true }))?.versions).toEqual([]);
  expect(get).toHaveBeenCalledTimes(2);
});

test('those who ask at the same time share one request', async () => {
  const { get, registry } = client(registered());
  const schemas = await Promise.all([1, 2, 3].map(() => registry.schema(fingerprint, 1000)));
  expect(schemas.map((schema) => schema?.fingerprint)).toEqual([fingerprint, fingerprint, fingerprint]);
  expect(get).toHaveBeenCalledTimes(1);
});
