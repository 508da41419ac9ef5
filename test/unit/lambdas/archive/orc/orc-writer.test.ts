import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RowError, type StructType } from '../../../../../lambdas/archive/formats/column-type.ts';
import { OrcWriter } from '../../../../../lambdas/archive/formats/orc/orc-writer.ts';
import { canImport, NEEDS_PYTHON, readWithPython } from '../../../../support/python-readers.ts';
import { asRead, MONEY, row, SCHEMA } from '../rows.ts';

describe('the writer', () => {
  const withColumn = (type: StructType['fields'][number]['type']) =>
    new OrcWriter({ schema: { kind: 'struct', fields: [{ name: 'f', type }] }, sink: () => {} });

  test.each<[string, StructType['fields'][number]['type'], unknown]>([
    ['a text for a number', { kind: 'int' }, '7'],
    ['an int of 33 bits', { kind: 'int' }, 2 ** 31],
    ['a number that is not safe for a long', { kind: 'long' }, 2 ** 53],
    ['a float for money', MONEY, 1.5],
    ['money with too many digits', MONEY, 10n ** 18n],
    ['an object for a list', { kind: 'list', items: { kind: 'int' } }, {}],
    ['a fraction in the last second of 1969', { kind: 'timestamp' }, -1],
  ])('refuses %s and takes nothing of the row', (_what, type, value) => {
    const writer = withColumn(type);
    expect(() => writer.write({ f: value })).toThrow(RowError);
    expect(writer.rows).toBe(0);
  });

  test('refuses a field that the schema lacks: it would be dropped in silence', () => {
    expect(() => withColumn({ kind: 'int' }).write({ f: 1, g: 2 })).toThrow(/g/);
  });

  test('hands out what it wrote stripe by stripe, not at the end', () => {
    let bytes = 0;
    const writer = new OrcWriter({
      schema: SCHEMA,
      stripeRows: 10,
      sink: (chunk) => {
        bytes += chunk.length;
      },
    });
    for (let index = 0; index < 9; index += 1) writer.write(row(index));
    const before = bytes;
    writer.write(row(9));
    expect(bytes).toBeGreaterThan(before);
  });
});

describe.skipIf(!canImport('pyarrow'))(`Apache’s own reader (${NEEDS_PYTHON})`, () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'orc-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(['none', 'zlib', 'zstd'] as const)('reads back every row, compression %s', (compression) => {
    const rows = Array.from({ length: 1000 }, (_, index) => row(index));
    const file = join(directory, `${compression}.orc`);
    writeFileSync(file, written(rows, { compression, stripeRows: 300 }));
    expect(readWithPython(file)).toEqual(rows.map(asRead));
  });
});

function written(
  rows: readonly object[],
  options: Omit<Partial<ConstructorParameters<typeof OrcWriter>[0]>, 'sink'> = {},
): Buffer {
  const chunks: Uint8Array[] = [];
  // The last stripe's views are valid until the next write only.
  const sink = (chunk: Uint8Array) => void chunks.push(Buffer.from(chunk));
  const writer = new OrcWriter({ schema: SCHEMA, ...options, sink });
  for (const each of rows) writer.write(each);
  writer.close();
  return Buffer.concat(chunks);
}
