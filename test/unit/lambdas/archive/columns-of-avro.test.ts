import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../../lambdas/archive/formats/columns-of-avro.ts';
import { archiveSchema } from '../../../../lambdas/archive/schemas/archive-schema.ts';
import { historyOf } from '../../../../lambdas/archive/schemas/subjects.ts';
import { sharedLevels } from '../../schemas/compatibility/large-schemas.ts';

const columns = (...fields: { name: string; type: unknown }[]) =>
  columnsOf(archiveSchema({ type: 'record', name: 'Row', namespace: 'a.b', fields }).type);

test('every kind of Avro type that rows are made of has a column', () => {
  const money = { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 };
  const point = { type: 'record', name: 'Point', fields: [{ name: 'x', type: 'int' }] };
  const { schema, toRow } = columns(
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'day', type: { type: 'int', logicalType: 'date' } },
    { name: 'tier', type: { type: 'enum', name: 'Tier', symbols: ['A', 'B'] } },
    { name: 'paid', type: ['null', money] },
    { name: 'point', type: [point, 'null'] },
    { name: 'again', type: ['null', 'Point'] },
    { name: 'prices', type: { type: 'array', items: money } },
    { name: 'notes', type: { type: 'map', values: ['null', 'string'] } },
  );
  const struct = { kind: 'struct', fields: [{ name: 'x', type: { kind: 'int' } }] };
  const decimal = { kind: 'decimal', precision: 12, scale: 2 };
  expect(schema.fields).toEqual([
    { name: 'at', type: { kind: 'timestamp' } },
    { name: 'day', type: { kind: 'date' } },
    { name: 'tier', type: { kind: 'string' } },
    { name: 'paid', type: decimal },
    { name: 'point', type: struct },
    { name: 'again', type: struct },
    { name: 'prices', type: { kind: 'list', items: decimal } },
    { name: 'notes', type: { kind: 'map', keys: { kind: 'string' }, values: { kind: 'string' } } },
  ]);
  expect(
    toRow({
      at: 5,
      day: 6,
      tier: 'B',
      paid: { bytes: Buffer.of(0xff) },
      point: { 'a.b.Point': { x: 1 } },
      again: null,
      prices: [Buffer.of(1, 0), Buffer.of(0x80, 0, 0, 0, 0, 0, 0, 0)],
      notes: { a: { string: 'x' }, b: null },
    }),
  ).toEqual({
    at: 5,
    day: 6,
    tier: 'B',
    paid: -1n,
    point: { x: 1 },
    again: null,
    prices: [256n, -(2n ** 63n)],
    notes: new Map([
      ['a', 'x'],
      ['b', null],
    ]),
  });
});

describe('no columns has', () => {
  test.each([
    [
      'a record within itself',
      { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] },
    ],
    ['a union of two types', ['int', 'string']],
    ['nothing but null', 'null'],
    ['a decimal of 39 digits', { type: 'bytes', logicalType: 'decimal', precision: 39, scale: 0 }],
  ])('%s, and the refusal names the field', (_case, type) => {
    expect(() => columns({ name: 'odd', type })).toThrow(
      expect.objectContaining({ code: 'unsupported-schema', message: expect.stringContaining('odd') }),
    );
  });
});

test('records that are shared on thirty levels are refused, because they become a column on every path', () => {
  const { type } = archiveSchema(sharedLevels(30, 'int'));
  expect(() => columnsOf(type)).toThrow(
    expect.objectContaining({ code: 'unsupported-schema', message: expect.stringContaining('5000 columns') }),
  );
});

test.each(['order', 'profile'])('every version of the subject %s has columns', (subject) => {
  const history = historyOf(subject);
  expect(history).toHaveLength(6);
  for (const { schema } of history) expect(columnsOf(schema.type).schema.fields.length).toBeGreaterThan(2);
});
