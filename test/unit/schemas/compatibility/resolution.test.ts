import avsc from 'avsc';
import { describe, expect, test } from 'vitest';
import { parseAvroSchema } from '../../../../schemas/compatibility/parse-avro-schema.ts';
import { whyUnreadable } from '../../../../schemas/compatibility/resolution.ts';
import { RESOLUTION_CASES, type ResolutionCase } from './resolution-cases.ts';

describe.each([...Map.groupBy(RESOLUTION_CASES, (entry) => entry.clause)])('%s', (_clause, cases) => {
  test.each(cases)('$name', (entry) => {
    const predicted = whyUnreadable(parseAvroSchema(entry.reader), parseAvroSchema(entry.writer));
    expect(predicted.map(({ rule }) => rule)).toEqual(entry.refused === undefined ? [] : [entry.refused]);
    expect(execute(entry)).toEqual(
      entry.refused === undefined ? entry.data.map(([, seen]) => seen) : 'refused',
    );
  });
});

test('the table has at least 150 pairs, and every readable one carries data', () => {
  expect(RESOLUTION_CASES.length).toBeGreaterThanOrEqual(150);
  const idle = RESOLUTION_CASES.filter(({ refused, data }) => refused === undefined && data.length === 0);
  expect(idle).toEqual([]);
});

test('all reasons are given, each with its place', () => {
  const writer = parseAvroSchema({
    type: 'record',
    name: 'R',
    fields: [{ name: 'size', type: { type: 'enum', name: 'Size', symbols: ['S', 'M', 'L'] } }],
  });
  const reader = parseAvroSchema({
    type: 'record',
    name: 'R',
    fields: [
      { name: 'size', type: { type: 'enum', name: 'Size', symbols: ['S'] } },
      { name: 'email', type: 'string' },
    ],
  });
  expect(whyUnreadable(reader, writer)).toMatchObject([
    { rule: 'MISSING_ENUM_SYMBOLS', path: '/fields/size', message: expect.stringContaining('M, L') },
    {
      rule: 'READER_FIELD_MISSING_DEFAULT_VALUE',
      path: '/fields/email',
      message: expect.stringContaining('email'),
    },
  ]);
});

/** Writes with one schema and reads with the other, for real. */
function execute(entry: ResolutionCase): unknown[] | 'refused' {
  const options = { wrapUnions: 'always' } as const;
  const writer = avsc.Type.forSchema(structuredClone(entry.writer) as avsc.Schema, { ...options });
  const reader = avsc.Type.forSchema(structuredClone(entry.reader) as avsc.Schema, { ...options });
  let resolver: ReturnType<typeof reader.createResolver>;
  try {
    resolver = reader.createResolver(writer);
  } catch {
    return 'refused';
  }
  return entry.data.map(([written]) => plain(reader.fromBuffer(writer.toBuffer(written), resolver)));
}

/** avsc returns instances of generated classes; what counts is what they hold. */
function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
