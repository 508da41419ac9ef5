import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RowError, type StructType } from '../../../../../lambdas/archive/formats/column-type.ts';
import { OrcWriter } from '../../../../../lambdas/archive/formats/orc/orc-writer.ts';
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

const readsOrc = spawnSync('python3', ['-c', 'import pyarrow.orc']).status === 0;

describe.skipIf(!readsOrc)('Apache’s own reader (needs python3 with pyarrow)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'orc-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(['none', 'zlib', 'zstd'] as const)('reads back every row, compression %s', (compression) => {
    const chunks: Uint8Array[] = [];
    const writer = new OrcWriter({
      schema: SCHEMA,
      compression,
      stripeRows: 300,
      sink: (chunk) => void chunks.push(Buffer.from(chunk)),
    });
    const rows = Array.from({ length: 1000 }, (_, index) => row(index));
    for (const each of rows) writer.write(each);
    writer.close();
    const file = join(directory, `${compression}.orc`);
    writeFileSync(file, Buffer.concat(chunks));
    expect(readWithPyarrow(file)).toEqual(rows.map(asRead));
  });
});

/** Rows as pyarrow sees them: decimals as text, times in epoch milliseconds, maps as pairs. */
function readWithPyarrow(file: string): unknown {
  const program = `
import json, sys, decimal, datetime
import pyarrow.orc as orc
epoch = datetime.datetime(1970, 1, 1)
def plain(value):
    if isinstance(value, decimal.Decimal): return str(value)
    if hasattr(value, 'to_pydatetime'): value = value.to_pydatetime()
    if isinstance(value, datetime.datetime): return round((value.replace(tzinfo=None) - epoch) / datetime.timedelta(milliseconds=1))
    raise TypeError(type(value))
rows = orc.ORCFile(sys.argv[1]).read().to_pylist()
for row in rows: row['count'] = str(row['count'])
json.dump(rows, sys.stdout, default=plain)`;
  const run = spawnSync('python3', ['-c', program, file], { encoding: 'utf8', maxBuffer: 1e8 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}
