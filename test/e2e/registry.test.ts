import { InvokeCommand } from '@aws-sdk/client-lambda';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { ALIAS } from '../../driver/system.ts';
import { avroSchema } from '../../lambdas/shared/avro/schema.ts';
import { encode } from '../../lambdas/shared/avro/single-object.ts';
import { COMPATIBILITY_LEVELS, type CompatibilityLevel } from '../../schemas/compatibility/levels.ts';
import { readHistories } from '../../schemas/read-histories.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { type DeployedRegistry, deployedRegistry, freshName, recordSchema } from './support/registry.ts';

const KEPT = { name: 'kept', type: 'string' };
const field = (name: string, type: unknown, rest: object = {}) => ({ name, type, ...rest });

/** Candidates after two versions, `{kept, gone}` and `{kept}`: each breaks with what its name says. */
const CANDIDATES = {
  'nothing at all': [KEPT, field('gone', 'string', { default: '' })],
  'the first version, which cannot read it': [KEPT, field('more', 'int', { default: 0 })],
  'the first version, both ways': [KEPT, field('gone', 'int', { default: 0 })],
  'reading any version': [KEPT, field('gone', 'string'), field('more', 'int')],
  'reading any, and the first reading it': [KEPT, field('more', 'int')],
  'being read by any version': [],
} satisfies Record<string, object[]>;

const ALLOWED: Record<CompatibilityLevel, (keyof typeof CANDIDATES)[]> = {
  NONE: Object.keys(CANDIDATES) as (keyof typeof CANDIDATES)[],
  BACKWARD: [
    'nothing at all',
    'the first version, which cannot read it',
    'the first version, both ways',
    'being read by any version',
  ],
  BACKWARD_TRANSITIVE: [
    'nothing at all',
    'the first version, which cannot read it',
    'being read by any version',
  ],
  FORWARD: [
    'nothing at all',
    'the first version, which cannot read it',
    'the first version, both ways',
    'reading any version',
    'reading any, and the first reading it',
  ],
  FORWARD_TRANSITIVE: ['nothing at all', 'reading any version'],
  FULL: ['nothing at all', 'the first version, which cannot read it', 'the first version, both ways'],
  FULL_TRANSITIVE: ['nothing at all'],
};

/** A subject with two versions that do not fit together, which only NONE lets in. */
async function subjectWithHistory({ send }: DeployedRegistry): Promise<string> {
  const subject = freshName('levels');
  await send('PUT', `/config/${subject}`, { compatibility: 'NONE' });
  for (const fields of [[KEPT, field('gone', 'string')], [KEPT]]) {
    const { status } = await send('POST', `/subjects/${subject}/versions`, {
      schema: recordSchema(subject, ...fields),
    });
    expect(status).toBe(200);
  }
  return subject;
}

test.each(COMPATIBILITY_LEVELS)(
  'under %s a schema is refused for exactly what the level forbids',
  async (level) => {
    const registry = await deployedRegistry();
    const subject = await subjectWithHistory(registry);
    await registry.send('PUT', `/config/${subject}`, { compatibility: level });
    const allowed: string[] = [];
    for (const [breaksWith, fields] of Object.entries(CANDIDATES)) {
      const schema = recordSchema(subject, ...fields);
      const { body } = await registry.send(
        'POST',
        `/compatibility/subjects/${subject}/versions?verbose=true`,
        {
          schema,
        },
      );
      const { is_compatible: fine, messages } = body as { is_compatible: boolean; messages: string[] };
      if (fine) allowed.push(breaksWith);
      expect(messages.length > 0).toBe(!fine);
    }
    expect(allowed).toEqual(ALLOWED[level]);

    const [refused] = Object.entries(CANDIDATES).filter(([name]) => !allowed.includes(name));
    if (refused === undefined) return;
    expect(
      await registry.send('POST', `/subjects/${subject}/versions`, {
        schema: recordSchema(subject, ...refused[1]),
      }),
    ).toMatchObject({ status: 409, body: { error_code: 409 } });
    expect((await registry.send('GET', `/subjects/${subject}/versions`)).body).toEqual([1, 2]);
  },
);

test('every refusal is told with version, direction, rule, place and both sides', async () => {
  const { send } = await deployedRegistry();
  const subject = freshName('reasons');
  const amount = (scale: number) =>
    recordSchema(subject, field('amount', { type: 'bytes', logicalType: 'decimal', precision: 9, scale }));
  await send('POST', `/subjects/${subject}/versions`, { schema: amount(2) });
  const { body } = await send('POST', `/subjects/${subject}/versions`, { schema: amount(4) });
  expect((body as { message: string }).message).toBe(
    'Schema being registered is incompatible with an earlier schema. ' +
      'It cannot read version 1: DECIMAL_MISMATCH at /fields/amount. The writer has decimal(9, 2), the reader ' +
      'decimal(9, 4): a decimal stays exact only where precision and scale are the same on both sides. ' +
      'Version 1 cannot read it: DECIMAL_MISMATCH at /fields/amount. The writer has decimal(9, 4), the reader ' +
      'decimal(9, 2): a decimal stays exact only where precision and scale are the same on both sides.',
  );
});

test('a second schema under one fingerprint is refused, even in another subject and under NONE', async () => {
  const { send } = await deployedRegistry();
  const [one, other] = [freshName('one'), freshName('other')];
  const withDefault = (value: number) => recordSchema(one, field('size', 'int', { default: value }));
  await send('POST', `/subjects/${one}/versions`, { schema: withDefault(1) });
  await send('PUT', `/config/${other}`, { compatibility: 'NONE' });
  expect(await send('POST', `/subjects/${other}/versions`, { schema: withDefault(2) })).toMatchObject({
    status: 409,
    body: { error_code: 409, message: expect.stringContaining('has the same fingerprint') },
  });
});

test('one schema has one id, in every subject and however its members are ordered', async () => {
  const { send } = await deployedRegistry();
  const [one, other] = [freshName('one'), freshName('other')];
  const schema = recordSchema(one, KEPT);
  const { type, name, namespace, fields } = JSON.parse(schema);
  const { body: first } = await send('POST', `/subjects/${one}/versions`, { schema });
  const reordered = JSON.stringify({ fields, namespace, name, type }, undefined, 2);
  expect((await send('POST', `/subjects/${one}/versions`, { schema: reordered })).body).toEqual(first);
  expect((await send('POST', `/subjects/${other}/versions`, { schema: reordered })).body).toEqual(first);
  const { id } = first as { id: number };
  expect((await send('GET', `/schemas/ids/${id}/versions`)).body).toEqual([
    { subject: one, version: 1 },
    { subject: other, version: 1 },
  ]);
});

test('ten registrations at once give one version each, and no id twice', async () => {
  const { send } = await deployedRegistry();
  const subject = freshName('race');
  const schemas = Array.from({ length: 10 }, (_, index) =>
    recordSchema(subject, KEPT, field(`extra${index}`, 'int', { default: 0 })),
  );
  const answers = await Promise.all(
    schemas.map((schema) => send('POST', `/subjects/${subject}/versions`, { schema })),
  );
  expect(answers.map(({ status }) => status)).toEqual(schemas.map(() => 200));
  expect(new Set(answers.map(({ body }) => (body as { id: number }).id)).size).toBe(10);
  expect((await send('GET', `/subjects/${subject}/versions`)).body).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test.each<[string, string, string, unknown, number, number]>([
  ['a subject with a slash', 'POST', '/subjects/a%2Fb/versions', { schema: '"string"' }, 422, 42208],
  ['the level of a subject with a slash', 'GET', '/config/a%2Fb', undefined, 422, 42208],
  ['a schema that is not JSON', 'POST', '/subjects/bad/versions', { schema: 'record' }, 422, 42201],
  ['a schema that is not Avro', 'POST', '/subjects/bad/versions', { schema: '{"type":"text"}' }, 422, 42201],
  [
    'a default that does not fit',
    'POST',
    '/subjects/bad/versions',
    { schema: recordSchema('bad', field('size', 'int', { default: 'large' })) },
    422,
    42201,
  ],
  [
    'a schema of another kind',
    'POST',
    '/subjects/bad/versions',
    { schema: '{}', schemaType: 'JSON' },
    422,
    42201,
  ],
  ['a body without a schema', 'POST', '/subjects/bad/versions', {}, 422, 42201],
  ['a body that is no object', 'POST', '/subjects/bad/versions', '[]', 422, 42201],
  ['an unknown subject', 'GET', '/subjects/nobody/versions', undefined, 404, 40401],
  ['an unknown version', 'GET', '/subjects/profile/versions/99', undefined, 404, 40402],
  ['what is no version', 'GET', '/subjects/profile/versions/first', undefined, 422, 42202],
  ['an unknown id', 'GET', '/schemas/ids/99999', undefined, 404, 40403],
  ['an unknown schema', 'POST', '/subjects/profile', { schema: '"string"' }, 404, 40403],
  ['a subject without a level', 'GET', '/config/nobody', undefined, 404, 40408],
  ['what is no level', 'PUT', '/config/nobody', { compatibility: 'MOSTLY' }, 422, 42203],
  ['a protected level, lowered', 'PUT', '/config/profile', { compatibility: 'FULL' }, 422, 42205],
  ['a deletion for good', 'DELETE', '/subjects/nobody?permanent=true', undefined, 422, 42205],
  ['associations, which there are none of', 'GET', '/associations/resources/-/topic', undefined, 404, 404],
])(
  '%s is answered with the code that Confluent has for it',
  async (_what, method, path, body, status, code) => {
    const { send } = await deployedRegistry();
    expect(await send(method, path, body)).toEqual({
      status,
      body: { error_code: code, message: expect.any(String) },
    });
  },
);

test('without its key the registry answers nobody', async () => {
  const { url } = await deployedRegistry();
  const answer = await fetch(`${url}/subjects`);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toEqual({ error_code: 403, message: 'Forbidden' });
});

test('the default level applies to subjects without one, and not to those that are protected', async () => {
  const { send } = await deployedRegistry();
  expect((await send('GET', '/config')).body).toEqual({ compatibilityLevel: 'FULL_TRANSITIVE' });
  try {
    await send('PUT', '/config', { compatibility: 'NONE' });
    expect((await send('GET', '/config/nobody?defaultToGlobal=true')).body).toEqual({
      compatibilityLevel: 'NONE',
    });
    const broken = recordSchema('profile', field('shoeSize', 'int'));
    expect((await send('POST', '/subjects/profile/versions', { schema: broken })).status).toBe(409);
  } finally {
    await send('PUT', '/config', { compatibility: 'FULL_TRANSITIVE' });
  }
});

test.each(readHistories())(
  'the deployment has registered the history of $subject, with the breaks that its owner accepts',
  async ({ subject, level, versions }) => {
    const { send, signed } = await deployedRegistry();
    expect((await send('GET', `/config/${subject}`)).body).toEqual({ compatibilityLevel: level });
    expect((await send('GET', `/subjects/${subject}/versions`)).body).toEqual(
      versions.map(({ version }) => version),
    );
    for (const { version, schema } of versions) {
      const { body } = await send('GET', `/subjects/${subject}/versions/${version}`);
      expect(body).toMatchObject({ subject, version, schema });
      // Our own functions ask by fingerprint, and sign for it.
      const { fingerprint } = avroSchema(JSON.parse(schema));
      const { id } = body as { id: number };
      expect(await signed(`/schemas/fingerprints/${fingerprint}`)).toMatchObject({
        status: 200,
        body: { id, schema, fingerprint },
      });
    }
    expect(await signed('/schemas/fingerprints/0123456789abcdef')).toMatchObject({
      status: 404,
      body: { error_code: 40403 },
    });
  },
);

test('a function reads a row whose schema only the registry knows', async () => {
  const { send } = await deployedRegistry();
  const { aws, system } = await deployedShop();
  const subject = freshName('elsewhere');
  const [ada, note] = [{ userId: 'ada', name: 'Ada', age: 36 }, freshName('note')];
  const { type, name, namespace, fields } = JSON.parse(profileV1());
  const elsewhere = { type, name, namespace, fields: [...fields, field(note.replace('-', '_'), 'string')] };
  await send('POST', `/subjects/${subject}/versions`, { schema: JSON.stringify(elsewhere) });

  const invoke = async (request: object) => {
    const { Payload } = await aws.lambda.send(
      new InvokeCommand({
        FunctionName: system.records.functions.v1,
        Qualifier: ALIAS,
        Payload: JSON.stringify({ strategy: 'avro', subject: 'profile', id: subject, ...request }),
      }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
  };
  expect(await invoke({ action: 'put', value: ada })).toMatchObject({ ok: true });
  await aws.documents.send(
    new UpdateCommand({
      TableName: system.records.table,
      Key: { pk: `AVRO#profile#${subject}`, sk: 'RECORD' },
      UpdateExpression: 'SET #record = :record',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#record': 'record' },
      ExpressionAttributeValues: {
        ':record': encode(avroSchema(elsewhere), { ...ada, [note.replace('-', '_')]: 'hello' }),
      },
    }),
  );
  expect(await invoke({ action: 'get' })).toMatchObject({ ok: true, value: ada });
});

function profileV1(): string {
  const profile = readHistories().find(({ subject }) => subject === 'profile');
  return profile?.versions[0]?.schema ?? '';
}

test('what the owner has accepted for one version lets no other schema through', async () => {
  const { send } = await deployedRegistry();
  const last = readHistories()
    .find(({ subject }) => subject === 'profile')
    ?.versions.at(-1);
  const almost = JSON.parse(last?.schema ?? '{}');
  almost.fields.push(field('nickname', 'string', { default: '' }));
  expect(await send('POST', '/subjects/profile/versions', { schema: JSON.stringify(almost) })).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('cannot read version 1') },
  });
});
