import { InvokeCommand } from '@aws-sdk/client-lambda';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { ALIAS } from '../../driver/system.ts';
import { avroSchema } from '../../lambdas/shared/avro/schema.ts';
import { encode } from '../../lambdas/shared/avro/single-object.ts';
import { COMPATIBILITY_LEVELS, type CompatibilityLevel } from '../../schemas/compatibility/levels.ts';
import { recordKey } from '../../schemas/items/storage-lab-items.ts';
import { minifyJson } from '../../schemas/json.ts';
import { readHistories } from '../../schemas/read-histories.ts';
import { sharedLevels } from '../unit/schemas/compatibility/large-schemas.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { type DeployedRegistry, deployedRegistry, freshName, recordSchema } from './support/registry.ts';

const KEPT = { name: 'kept', type: 'string' };
const field = (name: string, type: unknown, rest: object = {}) => ({ name, type, ...rest });

/** Candidates after two versions, `{kept, gone}` and `{kept}`: each breaks with what its name says. */
const CANDIDATES = {
  // With a field of its own, because a default alone makes no other fingerprint than that of the first version.
  'nothing at all': [KEPT, field('gone', 'string', { default: '' }), field('extra', 'int', { default: 0 })],
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

test('one schema has one id, however it is written, normalised or not', async () => {
  const { send } = await deployedRegistry();
  const subject = freshName('spelling');
  const namespace = subject.replaceAll('-', '_');
  const inner = (more: object) => ({ type: 'fixed', name: 'Code', size: 2, ...more });
  const spelled = (record: object, field: object, type: unknown) =>
    JSON.stringify({ type: 'record', ...record, fields: [{ name: 'code', type, ...field }, KEPT] });
  const spellings = [
    spelled({ name: 'Thing', namespace }, {}, inner({})),
    spelled({ name: `${namespace}.Thing` }, {}, inner({})),
    spelled(
      { name: `${namespace}.Thing`, namespace: 'ignored', aliases: [] },
      { order: 'ascending' },
      inner({}),
    ),
    spelled({ name: 'Thing', namespace }, { aliases: [] }, inner({ namespace, aliases: [] })),
    spelled({ namespace, name: 'Thing' }, {}, inner({})).replace('"string"', '{"type": "string"}'),
  ];
  const ids = [];
  for (const [index, schema] of spellings.entries()) {
    const { status, body } = await send(
      'POST',
      `/subjects/${subject}/versions?normalize=${index % 2 === 1}`,
      { schema },
    );
    expect(status, schema).toBe(200);
    ids.push((body as { id: number }).id);
    expect(await send('POST', `/subjects/${subject}`, { schema })).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
  }
  expect(new Set(ids).size).toBe(1);
  expect((await send('GET', `/subjects/${subject}/versions`)).body).toEqual([1]);
});

describe('the compatibility check says what registration will say', () => {
  const check = async (subject: string, schema: string, version = '') => {
    const { send } = await deployedRegistry();
    const path = `/compatibility/subjects/${subject}/versions${version}?verbose=true`;
    return (await send('POST', path, { schema })).body;
  };

  test('of a subject without versions: it takes any schema', async () => {
    const schema = recordSchema(freshName('new'), KEPT);
    for (const version of ['', '/latest']) {
      expect(await check(freshName('nothing'), schema, version)).toEqual({
        is_compatible: true,
        messages: [],
      });
    }
    expect(await check(freshName('nothing'), schema, '/1')).toMatchObject({ error_code: 40401 });
  });

  test('of a schema that is registered already, though later ones break with it', async () => {
    const registry = await deployedRegistry();
    const subject = await subjectWithHistory(registry);
    await registry.send('PUT', `/config/${subject}`, { compatibility: 'FULL_TRANSITIVE' });
    const first = recordSchema(subject, KEPT, field('gone', 'string'));
    expect(await check(subject, first)).toEqual({ is_compatible: true, messages: [] });
    expect((await registry.send('POST', `/subjects/${subject}/versions`, { schema: first })).status).toBe(
      200,
    );
  });

  test('of a schema that shares its fingerprint with another', async () => {
    const { send } = await deployedRegistry();
    const subject = freshName('twin');
    const withDefault = (value: number) => recordSchema(subject, field('size', 'int', { default: value }));
    await send('POST', `/subjects/${subject}/versions`, { schema: withDefault(1) });
    expect(await check(subject, withDefault(2))).toMatchObject({
      is_compatible: false,
      messages: [expect.stringContaining('the same fingerprint')],
    });
    expect((await send('POST', `/subjects/${subject}/versions`, { schema: withDefault(2) })).status).toBe(
      409,
    );
  });

  test('of a schema whose default does not fit, by the name of its field', async () => {
    const schema = recordSchema(freshName('misfit'), field('size', 'int', { default: 'large' }));
    expect(await check(freshName('nothing'), schema)).toMatchObject({
      error_code: 42201,
      message: expect.stringContaining('the default of the field size'),
    });
  });
});

test('a schema with defaults that Avro 1.12 allows is registered, and comes back with every digit', async () => {
  const { send } = await deployedRegistry();
  const subject = freshName('defaults');
  const namespace = subject.replaceAll('-', '_');
  const fixed = '{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":4,"scale":2}';
  const schema =
    `{"type":"error","name":"Thing","namespace":"${namespace}","revision":9007199254740993,"fields":[` +
    '{"name":"second","type":["null","string"],"default":"any branch"},' +
    '{"name":"far","type":"long","default":-9223372036854775808},' +
    '{"name":"none","type":"double","default":"NaN"},' +
    `{"name":"amount","type":${fixed},"default":"\\u0000\\u0001","aliases":["was"]}]}`;
  const { status, body } = await send('POST', `/subjects/${subject}/versions`, { schema });
  expect(status).toBe(200);
  const { id } = body as { id: number };
  expect((await send('GET', `/schemas/ids/${id}`)).body).toEqual({ schema: minifyJson(schema) });
  const { url, key } = await deployedRegistry();
  for (const path of [`/subjects/${subject}/versions/1/schema`, `/schemas/ids/${id}/schema`]) {
    const raw = await fetch(url + path, { headers: { 'x-api-key': key } });
    expect(await raw.text()).toContain('"revision":9007199254740993,');
  }
});

test.each<[string, string, unknown?]>([
  ['GET', '/mode/orders'],
  ['PUT', '/mode', { mode: 'READONLY' }],
  ['GET', '/contexts'],
  ['GET', '/exporters'],
  ['GET', '/schemas'],
  ['GET', '/subjects/order/versions/1/referencedby'],
  ['PUT', '/subjects', {}],
])('%s %s is refused by name', async (method, path, body) => {
  const { send } = await deployedRegistry();
  expect(await send(method, path, body)).toEqual({
    status: 404,
    body: {
      error_code: 404,
      message: `HTTP 404 Not Found: this registry does not support ${method} ${path}.`,
    },
  });
});

test.each(['deletedOnly=true', 'limit=1', 'subjectPrefix=a'])(
  'GET /subjects?%s is refused by name',
  async (query) => {
    const { send } = await deployedRegistry();
    expect(await send('GET', `/subjects?${query}`)).toMatchObject({
      status: 422,
      body: { error_code: 42205, message: expect.stringContaining(query.split('=')[0] ?? '') },
    });
  },
);

test('what is deleted is listed where it is asked for', async () => {
  const { send } = await deployedRegistry();
  const subject = freshName('gone');
  const { body } = await send('POST', `/subjects/${subject}/versions`, {
    schema: recordSchema(subject, KEPT),
  });
  const { id } = body as { id: number };
  await send('DELETE', `/subjects/${subject}`);
  expect((await send('GET', '/subjects')).body).not.toContain(subject);
  expect((await send('GET', '/subjects?deleted=true')).body).toContain(subject);
  expect((await send('GET', `/subjects/${subject}/versions?deleted=true`)).body).toEqual([1]);
  for (const [path, found] of [
    ['versions', [{ subject, version: 1 }]],
    ['subjects', [subject]],
  ] as const) {
    expect((await send('GET', `/schemas/ids/${id}/${path}`)).body).toEqual([]);
    expect((await send('GET', `/schemas/ids/${id}/${path}?deleted=true`)).body).toEqual(found);
  }
});

test('a schema with very many paths through it is registered, and what breaks with it is refused', async () => {
  const { send } = await deployedRegistry();
  const subject = freshName('levels');
  const schema = (leaf: string) =>
    JSON.stringify({ ...sharedLevels(30, leaf), namespace: subject.replaceAll('-', '_') });
  expect((await send('POST', `/subjects/${subject}/versions`, { schema: schema('int') })).status).toBe(200);
  expect(await send('POST', `/subjects/${subject}/versions`, { schema: schema('string') })).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('TYPE_MISMATCH') },
  });
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
  [
    'a subject that is too long',
    'POST',
    `/subjects/${'a'.repeat(201)}/versions`,
    { schema: '"int"' },
    422,
    42208,
  ],
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
  [
    'rules that nothing would run',
    'POST',
    '/subjects/bad/versions',
    { schema: '"int"', ruleSet: {} },
    422,
    42201,
  ],
  ['references', 'POST', '/subjects/bad/versions', { schema: '"int"', references: [{}] }, 422, 42201],
  ['an id of the client', 'POST', '/subjects/bad/versions', { schema: '"int"', id: 7 }, 422, 42201],
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

test('a client that looks whether anything is there gets an answer', async () => {
  const { send } = await deployedRegistry();
  expect(await send('GET', '/')).toEqual({ status: 200, body: {} });
});

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
  const elsewhere = {
    type,
    name,
    namespace,
    fields: [
      ...fields,
      field(note.replace('-', '_'), 'string'),
      // Avro 1.12 allows this default, and our codec does not.
      field('score', ['null', 'double'], { default: 'NaN' }),
    ],
  };
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
      Key: recordKey('avro', 'profile', subject),
      UpdateExpression: 'SET #record = :record',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#record': 'record' },
      ExpressionAttributeValues: {
        ':record': encode(avroSchema(elsewhere), {
          ...ada,
          [note.replace('-', '_')]: 'hello',
          score: { double: 1.5 },
        }),
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
