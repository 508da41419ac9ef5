import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { OrcWriter } from '../../../../../lambdas/archive/formats/orc/orc-writer.ts';
import { OrcValueError, type StructType } from '../../../../../lambdas/archive/formats/orc/schema.ts';

const MONEY = { kind: 'decimal', precision: 18, scale: 4 } as const;

const SCHEMA: StructType = {
  kind: 'struct',
  fields: [
    { name: 'id', type: { kind: 'string' } },
    { name: 'count', type: { kind: 'long' } },
    { name: 'total', type: MONEY },
    { name: 'paid', type: { kind: 'boolean' } },
    { name: 'at', type: { kind: 'timestamp' } },
    { name: 'weight', type: { kind: 'double' } },
    {
      name: 'lines',
      type: {
        kind: 'list',
        items: {
          kind: 'struct',
          fields: [
            { name: 'sku', type: { kind: 'string' } },
            { name: 'price', type: MONEY },
          ],
        },
      },
    },
    { name: 'tags', type: { kind: 'map', keys: { kind: 'string' }, values: { kind: 'int' } } },
  ],
};

interface Line {
  sku: string;
  price: bigint | null;
}

/** Rows of every kind: nulls, empty lists, runs, negatives. */
function row(index: number) {
  const absent = <T>(value: T, every: number): T | null => (index % every === 0 ? null : value);
  const lines: Line[] = Array.from({ length: index % 4 }, (_, line) => ({
    sku: `sku-${line}`,
    price: absent(BigInt(index * 100 - line), 5),
  }));
  return {
    id: `order-${index}`,
    count: index % 2 === 0 ? BigInt(index) * 10_000_000_000n : -index,
    total: BigInt(index * 12_345 - 600_000),
    paid: absent(index % 3 === 0, 7),
    at: new Date(Date.UTC(1960, 0, 1) + index * 86_400_123 * 20),
    weight: index / 7,
    lines: absent(lines, 11),
    tags: { a: index, b: 10 - index },
  };
}

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
    expect(() => writer.write({ f: value })).toThrow(OrcValueError);
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

function asRead(written: ReturnType<typeof row>) {
  return {
    ...written,
    count: String(written.count),
    total: money(written.total),
    at: written.at.getTime(),
    lines:
      written.lines?.map(({ sku, price }) => ({ sku, price: price === null ? null : money(price) })) ?? null,
    tags: Object.entries(written.tags),
  };
}

function money(unscaled: bigint): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(5, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
