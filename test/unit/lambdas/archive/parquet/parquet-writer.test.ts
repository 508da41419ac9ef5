import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { afterAll, describe, expect, test } from 'vitest';
import { RowError } from '../../../../../lambdas/archive/formats/column-type.ts';
import { parquetSchema } from '../../../../../lambdas/archive/formats/parquet/parquet-schema.ts';
import { ParquetRowWriter } from '../../../../../lambdas/archive/formats/parquet/parquet-writer.ts';
import { canImport, NEEDS_PYTHON, readWithPython } from '../../../../support/python-readers.ts';
import { asRead, MONEY, row, SCHEMA } from '../rows.ts';

const directory = mkdtempSync(join(tmpdir(), 'parquet-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('DuckDB reads back every row, money exact, over several row groups', async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => row(index));
  const file = write('rows.parquet', rows);
  const connection = await (await DuckDBInstance.create()).connect();
  const read = await connection.runAndReadAll(`SELECT * FROM '${file}'`);
  expect(read.getRowObjects().map((each) => plainRow(each))).toEqual(rows.map(asRead));

  const summed = await connection.runAndReadAll(`SELECT CAST(sum(total) AS VARCHAR) AS sum FROM '${file}'`);
  const expected = rows.reduce((sum, each) => sum + each.total, 0n);
  expect(summed.getRowObjects()[0]?.['sum']).toBe(
    `${expected / 10_000n}.${(expected % 10_000n).toString().padStart(4, '0')}`,
  );
});

test.skipIf(!canImport('pyarrow'))(`Arrow reads back every row (${NEEDS_PYTHON})`, () => {
  const rows = Array.from({ length: 1000 }, (_, index) => row(index));
  expect(readWithPython(write('arrow.parquet', rows))).toEqual(rows.map(asRead));
});

describe('the writer', () => {
  test('refuses a float for money and takes nothing of the row', () => {
    const writer = new ParquetRowWriter({ schema: SCHEMA, sink: () => {} });
    expect(() => writer.write({ ...row(1), total: 1.5 })).toThrow(RowError);
    expect(writer.rows).toBe(0);
  });

  test('refuses a field inside a list that the schema lacks, and says where', () => {
    const writer = new ParquetRowWriter({ schema: SCHEMA, sink: () => {} });
    const lines = [{ sku: 'a', price: 1n, colour: 'red' }];
    expect(() => writer.write({ ...row(1), lines })).toThrow(/lines\[0\] has a field colour/);
  });

  test.each([19, 20, 30, 38])(
    'writes no decimal of %i digits as no bytes at all, zero neither',
    (precision) => {
      const wide = { ...MONEY, precision } as const;
      const [element] = parquetSchema({ kind: 'struct', fields: [{ name: 'total', type: wide }] }).slice(1);
      expect(element).toMatchObject({ type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'DECIMAL' });
      // As many bytes as the largest value and its sign need, and no more.
      const bits = BigInt((element?.type_length ?? 0) * 8);
      expect(2n ** (bits - 1n)).toBeGreaterThan(10n ** BigInt(precision) - 1n);
      expect(2n ** (bits - 9n)).toBeLessThan(10n ** BigInt(precision) - 1n);
    },
  );
});

function write(name: string, rows: readonly ReturnType<typeof row>[]): string {
  const chunks: Uint8Array[] = [];
  const writer = new ParquetRowWriter({
    schema: SCHEMA,
    groupRows: 300,
    sink: (chunk) => void chunks.push(chunk),
  });
  for (const each of rows) writer.write(each);
  writer.close();
  const file = join(directory, name);
  writeFileSync(file, Buffer.concat(chunks));
  return file;
}

function plainRow(read: Record<string, DuckDBValue>): unknown {
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, plain(value)]));
}

function plain(value: DuckDBValue): unknown {
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBMapValue)
    return Object.fromEntries(value.entries.map((entry) => [plain(entry.key), plain(entry.value)]));
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  if (value instanceof DuckDBDateValue) return value.days;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBTimestampMillisecondsValue) return Number(value.millis);
  if (value instanceof DuckDBTimestampValue) return Number(value.micros / 1000n);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, plain(item)]));
  }
  return value;
}
