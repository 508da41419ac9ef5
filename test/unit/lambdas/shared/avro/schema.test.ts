import { describe, expect, test } from 'vitest';
import { avroSchema } from '../../../../../lambdas/shared/avro/schema.ts';
import { encode, wayToRead } from '../../../../../lambdas/shared/avro/single-object.ts';
import { Money } from '../../../../../lambdas/shared/money.ts';

const KEPT = { name: 'kept', type: 'string' };
const record = (name: string, fields: readonly object[], more: object = {}) => ({
  type: 'record',
  name,
  fields,
  ...more,
});

describe('what was written with a schema that Avro 1.12 admits and avsc does not is read', () => {
  const amount = { type: 'fixed', name: 'Amount', size: 4, logicalType: 'decimal', precision: 9, scale: 2 };
  const plain = record('Plain', [{ name: 'n', type: 'int' }], { namespace: '' });

  test.each<[string, object, unknown]>([
    [
      'a default of another branch than the first',
      { name: 'f', type: ['null', 'int'], default: 7 },
      { int: 3 },
    ],
    ['a default beyond 2^53', { name: 'f', type: 'long', default: 2 ** 62 }, 7],
    ['a default that is no number', { name: 'f', type: 'double', default: 'NaN' }, 1.5],
    [
      'a decimal in a fixed, with a default',
      { name: 'f', type: amount, default: '\0\0\0\u0001' },
      Money('1.25'),
    ],
    ['an alias that is no name', { name: 'f', type: 'int', aliases: ['no name at all'] }, 7],
    ['a type within a type', { name: 'f', type: [{ type: { type: 'int' } }] }, { int: 3 }],
    [
      'a name without namespace in one that has a namespace',
      { name: 'f', type: [plain, { type: 'array', items: 'Plain' }], aliases: ['?'] },
      { array: [{ n: 1 }] },
    ],
  ])('%s', (_what, field, value) => {
    const writer = avroSchema(record('shop.R', [field, KEPT]));
    const reader = avroSchema(record('shop.R', [KEPT]));
    const bytes = encode(writer, { f: value, kept: 'yes' });
    expect(wayToRead(writer, reader)(bytes.subarray(10))).toEqual({ kept: 'yes' });
  });
});

test('a dotted name gives the namespace in which names inside are looked up', () => {
  const inner = record('Inner', [{ name: 'n', type: 'int' }]);
  const schema = avroSchema(
    record('shop.orders.Outer', [
      { name: 'one', type: inner },
      { name: 'two', type: 'shop.orders.Inner' },
    ]),
  );
  const value = { one: { n: 1 }, two: { n: 2 } };
  expect(wayToRead(schema, schema)(encode(schema, value).subarray(10))).toEqual(value);
});

test('a record declared as an error is checked and read as one', () => {
  const schema = avroSchema({ type: 'error', name: 'Refused', fields: [{ name: 'code', type: 'int' }] });
  expect({
    ...(wayToRead(schema, schema)(encode(schema, { code: 7 }).subarray(10)) as object),
  }).toMatchObject({
    code: 7,
  });
});
