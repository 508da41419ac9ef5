import { describe, expect, it } from 'vitest';
import { Rows } from '../../../lambdas/records/rows.ts';
import { SubjectSchemas } from '../../../lambdas/records/schemas/subject-schemas.ts';
import { TableSchemas } from '../../../lambdas/records/schemas/table-schemas.ts';
import type { UpdateWay } from '../../../lambdas/records/storage-strategy.ts';
import { Avro } from '../../../lambdas/records/strategies/avro.ts';
import { avroSchema } from '../../../lambdas/shared/avro/schema.ts';
import { encode } from '../../../lambdas/shared/avro/single-object.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { recordKey } from '../../../schemas/items/storage-lab-items.ts';
import { plant, recordsTable } from './records-table.ts';
import { PROFILES, release, strategyOf } from './releases.ts';

const table = recordsTable();
const avro = strategyOf(table, 'avro');
const V1 = { userId: 'ada', name: 'Ada', age: 36 };
const profileV1 = avroSchema(PROFILES[0]);

/** Reads, and updates in both ways; what the row holds must be the same after each. */
async function refusedUntouched(
  id: string,
  key: ItemKey,
  code: string,
  strategy: {
    get(id: string): Promise<unknown>;
    update(id: string, patch: object, way: UpdateWay): Promise<unknown>;
  },
): Promise<void> {
  const before = await table.raw(key);
  expect(before).toBeDefined();
  const attempts = [
    () => strategy.get(id),
    () => strategy.update(id, { age: 37 }, 'naive'),
    () => strategy.update(id, { age: 37 }, 'safe'),
  ];
  for (const attempt of attempts) {
    await expect(attempt()).rejects.toMatchObject({ name: 'RecordError', code });
    expect(await table.raw(key)).toEqual(before);
  }
}

const single = (body: Buffer, fingerprint = profileV1.fingerprint) =>
  Buffer.concat([Buffer.from('c301', 'hex'), Buffer.from(fingerprint, 'hex'), body]);
const whole = encode(profileV1, V1);

describe('an Avro row is refused and stays as it is when', () => {
  it.each([
    [
      'nobody knows the schema that it was written with',
      single(Buffer.from([0]), '0123456789abcdef'),
      'unknown-fingerprint',
    ],
    ['it is cut off', whole.subarray(0, -1), 'malformed-record'],
    ['something lies behind it', Buffer.concat([whole, Buffer.from([0])]), 'malformed-record'],
    ['it is no single-object encoding', Buffer.from('{"name":"Ada"}'), 'malformed-record'],
    ['it ends within the header', whole.subarray(0, 5), 'malformed-record'],
    [
      'a text claims to be longer than what is there',
      single(Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f])),
      'malformed-record',
    ],
  ])('%s', async (what, record, code) => {
    const id = what.replaceAll(' ', '-');
    const key = recordKey('avro', 'profile', id);
    await plant(table, key, { record });
    await refusedUntouched(id, key, code, avro(1));
  });

  it('it has no record at all', async () => {
    const key = recordKey('avro', 'profile', 'empty');
    await plant(table, key, {});
    await refusedUntouched('empty', key, 'malformed-record', avro(1));
  });

  const hostile = avroSchema({
    type: 'record',
    name: 'Hostile',
    fields: [
      { name: 'age', type: 'int', default: 0 },
      { name: 'nothing', type: { type: 'array', items: 'null' }, default: [] },
      { name: 'tags', type: { type: 'map', values: 'string' }, default: {} },
    ],
  });
  const hostileStrategy = () => {
    const rows = new Rows({
      table: table.items(),
      strategy: 'avro',
      subject: 'hostile',
      now: () => new Date(),
    });
    return new Avro(rows, new SubjectSchemas([hostile.json], new TableSchemas(table.items())));
  };

  it.each([
    // age 0, then an array of thirty million nulls, which need no byte each.
    ['five bytes claim thirty million items', Buffer.from([0x00, 0x80, 0x8e, 0xce, 0x1c])],
    // age 0, no items, then one entry: its key is nine bytes long, its value empty.
    ['a map has a key __proto__', Buffer.from([0, 0, 2, 18, ...Buffer.from('__proto__'), 0, 0])],
  ])('%s', async (what, body) => {
    const id = what.replaceAll(' ', '-');
    const key = recordKey('avro', 'hostile', id);
    await plant(table, key, { record: single(body, hostile.fingerprint) });
    await refusedUntouched(id, key, 'malformed-record', hostileStrategy());
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe('a warehouse row is refused and stays as it is when', () => {
  const warehouse = strategyOf(table, 'warehouse');
  it.each([
    ['nobody knows the schema that it names', { ...V1, schema: '0123456789abcdef' }, 'unknown-fingerprint'],
    ['it names no schema', V1, 'malformed-record'],
    ['it lacks a column of its schema', { userId: 'ada', schema: profileV1.fingerprint }, 'malformed-record'],
  ])('%s', async (what, row, code) => {
    const id = what.replaceAll(' ', '-');
    const key = recordKey('warehouse', 'profile', id);
    await plant(table, key, row);
    await refusedUntouched(id, key, code, warehouse(1));
    const before = await table.raw(key);
    const { refused } = await release(table, 4).warehouse('profile').etl([id]);
    expect(refused).toMatchObject([{ id, code }]);
    expect(await table.raw(key)).toEqual(before);
  });
});

describe('an older release', () => {
  it('looks up the schema of a newer one, which left it beside the rows', async () => {
    await avro(3).put('newer', { ...V1, email: 'ada@example.com' });
    expect((await avro(1).get('newer')).value).toEqual(V1);
  });

  it('says that it cannot read a row whose fields were renamed, and still changes one of its own in it', async () => {
    await avro(5).put('renamed', { userId: 'ada', fullName: 'Ada', age: 36 });
    await expect(avro(4).get('renamed')).rejects.toMatchObject({ code: 'unreadable' });
    await expect(avro(4).update('renamed', { age: 37 }, 'naive')).rejects.toMatchObject({
      code: 'unreadable',
    });
    await expect(avro(4).update('renamed', { name: 'A.' }, 'safe')).rejects.toMatchObject({
      code: 'unreadable',
    });
    await avro(4).update('renamed', { age: 37 }, 'safe');
    expect((await avro(5).get('renamed')).value).toMatchObject({ fullName: 'Ada', age: 37 });
  });
});
