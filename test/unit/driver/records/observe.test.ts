import { describe, expect, it } from 'vitest';
import { observe } from '../../../../driver/records/observe.ts';
import type { RecordSchema } from '../../../../schemas/compatibility/avro-schema.ts';
import { parseAvroSchema } from '../../../../schemas/compatibility/parse-avro-schema.ts';

const reader = parseAvroSchema({
  type: 'record',
  name: 'R',
  fields: [
    { name: 'fullName', type: 'string', aliases: ['name'] },
    { name: 'tier', type: { type: 'enum', name: 'T', symbols: ['A', 'B'], default: 'A' } },
    { name: 'inner', type: ['null', { type: 'record', name: 'I', fields: [{ name: 'x', type: 'int' }] }] },
  ],
}) as RecordSchema;

const written = { fullName: 'Ada', tier: 'B', inner: { x: 1 } };

describe('an observation', () => {
  it.each([
    ['the same', written, written, 'read whole'],
    [
      'under an earlier name',
      { name: 'Ada', tier: 'B', inner: null },
      { fullName: 'Ada', tier: 'B', inner: null },
      'read whole',
    ],
    ['one field more than was written', { tier: 'B' }, { tier: 'B', fullName: '' }, 'read with defaults'],
    ['one less', written, { fullName: 'Ada', tier: 'B' }, 'read with fields ignored'],
    ['one less inside', { inner: { x: 1, y: 2 } }, { inner: { x: 1 } }, 'read with fields ignored'],
    ['one that the reader does not know', { z: 1 }, { z: 1 }, 'read with fields carried'],
    ['another symbol', { tier: 'C' }, { tier: 'A' }, 'read with symbols replaced'],
    ['another value', { inner: { x: 1 } }, { inner: { x: 2 } }, 'changed at /inner/x'],
    ['another symbol that the reader knows', { tier: 'B' }, { tier: 'A' }, 'changed at /tier'],
  ])('of %s', (_what, before, seen, outcome) => {
    expect(observe([{ written: before, seen }], reader)).toBe(outcome);
  });

  it('of several records says all that happened in any', () => {
    const pairs = [
      { written: { tier: 'B' }, seen: { tier: 'B', fullName: '' } },
      { written, seen: { fullName: 'Ada', tier: 'B' } },
    ];
    expect(observe(pairs, reader)).toBe('read with defaults, fields ignored');
  });
});
