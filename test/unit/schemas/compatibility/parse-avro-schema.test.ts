import avsc from 'avsc';
import { describe, expect, test } from 'vitest';
import {
  InvalidSchemaError,
  parseAvroSchema,
  parseAvroSchemaText,
} from '../../../../schemas/compatibility/parse-avro-schema.ts';

describe('is no Avro schema', () => {
  test.each<[string, unknown, string]>([
    ['an unknown type', 'text', 'is not defined'],
    ['a number', 7, 'a schema is'],
    ['null', null, 'a schema is'],
    ['a record without name', { type: 'record', fields: [] }, 'valid name'],
    ['a record without fields', { type: 'record', name: 'R' }, 'list of fields'],
    ['a field without name', { type: 'record', name: 'R', fields: [{ type: 'int' }] }, 'valid name'],
    [
      'a field with a dash',
      { type: 'record', name: 'R', fields: [{ name: 'a-b', type: 'int' }] },
      'valid name',
    ],
    ['a field without type', { type: 'record', name: 'R', fields: [{ name: 'a' }] }, 'a schema is'],
    [
      'a field twice',
      { type: 'record', name: 'R', fields: ['a', 'a'].map((name) => ({ name, type: 'int' })) },
      'declared twice',
    ],
    ['an enum without symbols', { type: 'enum', name: 'E' }, 'list of symbols'],
    ['an enum with a symbol twice', { type: 'enum', name: 'E', symbols: ['A', 'A'] }, 'twice'],
    [
      'an enum whose default is no symbol',
      { type: 'enum', name: 'E', symbols: ['A'], default: 'B' },
      'default',
    ],
    ['a fixed without size', { type: 'fixed', name: 'F' }, 'size'],
    ['a fixed of negative size', { type: 'fixed', name: 'F', size: -1 }, 'size'],
    ['a union in a union', ['null', ['int']], 'another union'],
    ['a union with a branch twice', ['int', 'int'], 'only once'],
    [
      'a name defined twice',
      [
        { type: 'enum', name: 'E', symbols: ['A'] },
        { type: 'array', items: { type: 'enum', name: 'E', symbols: ['A'] } },
      ],
      'defined twice',
    ],
  ])('%s', (_what, value, problem) => {
    expect(() => parseAvroSchema(value)).toThrow(InvalidSchemaError);
    expect(() => parseAvroSchema(value)).toThrow(problem);
  });

  test('a text that is not JSON, and the text is not repeated', () => {
    expect(() => parseAvroSchemaText('{secret')).toThrow(/not JSON/);
    expect(() => parseAvroSchemaText('{secret')).not.toThrow(/secret/);
  });

  test('an array of arrays without end', () => {
    let schema: unknown = 'int';
    for (let depth = 0; depth < 10_000; depth += 1) schema = { type: 'array', items: schema };
    expect(() => parseAvroSchema(schema)).toThrow('deeper');
  });
});

test('names are put in full, and references follow', () => {
  const schema = {
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    fields: [
      { name: 'first', type: { type: 'enum', name: 'Kind', symbols: ['A'] } },
      { name: 'second', type: 'Kind' },
      { name: 'third', type: 'shop.Kind' },
    ],
  };
  const parsed = parseAvroSchema(schema);
  const kinds = parsed.kind === 'record' ? parsed.fields.map(({ type }) => type) : [];
  expect(kinds.map((kind) => 'name' in kind && kind.name)).toEqual(['shop.Kind', 'shop.Kind', 'shop.Kind']);
  expect(new Set(kinds).size).toBe(1);
  expect(() => avsc.Type.forSchema(structuredClone(schema) as avsc.Schema)).not.toThrow();
});

test('a decimal whose declaration is wrong is plain bytes, as the specification asks', () => {
  const decimal = (more: object) => parseAvroSchema({ type: 'bytes', logicalType: 'decimal', ...more });
  expect(decimal({ precision: 9, scale: 2 })).toMatchObject({ decimal: { precision: 9, scale: 2 } });
  expect(decimal({ precision: 9 })).toMatchObject({ decimal: { precision: 9, scale: 0 } });
  expect(decimal({})).not.toHaveProperty('decimal');
  expect(decimal({ precision: 2, scale: 3 })).not.toHaveProperty('decimal');
});

describe('as the specification allows', () => {
  const aliased = (aliases: string[]) =>
    parseAvroSchema({ type: 'record', name: 'R', fields: [{ name: 'a', type: 'int', aliases }] });

  test('an alias is any text', () => {
    expect(() => aliased(['some thing', ''])).not.toThrow();
  });

  test('a namespace of null is that of the type around', () => {
    const inner = { type: 'fixed', name: 'F', namespace: null, size: 1 };
    expect(
      parseAvroSchema({ type: 'record', name: 'a.R', fields: [{ name: 'f', type: inner }] }),
    ).toMatchObject({ fields: [{ type: { name: 'a.F' } }] });
  });

  test.each([
    ['the name of a primitive type', { type: 'fixed', name: 'a.int', size: 1 }],
    [
      'an order that there is not',
      { type: 'record', name: 'R', fields: [{ name: 'f', type: 'int', order: 'up' }] },
    ],
    ['a default that only looks like a symbol', { type: 'enum', name: 'E', symbols: ['A'], default: ['A'] }],
  ])('%s is refused', (_what, value) => {
    expect(() => parseAvroSchema(value)).toThrow(InvalidSchemaError);
  });

  test('a text that nests without end is refused, and brackets within strings do not count', () => {
    expect(() => parseAvroSchemaText('['.repeat(200_000))).toThrow(/nests deeper than 1000/);
    expect(parseAvroSchemaText(JSON.stringify({ type: 'int', note: '{['.repeat(5_000) }))).toMatchObject({
      name: 'int',
    });
  });
});
