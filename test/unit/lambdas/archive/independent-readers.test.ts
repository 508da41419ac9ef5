import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORMATS, type Format, openFormat } from '../../../../lambdas/archive/formats/formats.ts';
import { Normaliser } from '../../../../lambdas/archive/normaliser.ts';
import { historyOf, targetOf } from '../../../../lambdas/archive/schemas/subjects.ts';
import { canImport, NEEDS_PYTHON, readWithPython } from '../../../support/python-readers.ts';
import { order, record, VERSIONS } from './orders.ts';

/** Orders of five versions, the first of them free, with one file of them in each format. */
const ORDERS = 500;
const directory = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(directory, { recursive: true }));
const fileOf = (format: Format) => join(directory, `orders.${format}`);

beforeAll(() => {
  const history = historyOf('order');
  const target = targetOf(history, VERSIONS.length);
  const normaliser = new Normaliser(history, target);
  const rows = Array.from({ length: ORDERS }, (_, index) => normaliser.normalise(record(index)));
  for (const format of FORMATS) {
    const chunks: Uint8Array[] = [];
    const sink = (chunk: Uint8Array) => void chunks.push(Buffer.from(chunk));
    const writer = openFormat(format, { schema: target.schema, metadata: { subject: 'order' }, sink });
    for (const row of rows) {
      if (!row.ok) throw new Error(row.reason);
      writer.write(row.value);
    }
    writer.close();
    writeFileSync(fileOf(format), Buffer.concat(chunks));
  }
});

/** An order as an independent reader sees it, money with its four digits: zeros too. */
function expected(index: number) {
  const { customerId, city, country, total, lines, ...rest } = order(index);
  const version = (index % VERSIONS.length) + 1;
  return {
    ...rest,
    kind: 'order',
    customerId,
    shippingCountry: country,
    total: total.toFixed(4),
    lines: lines.map(({ unitPrice, ...line }) => ({
      ...line,
      unitPrice: unitPrice.toFixed(4),
      discount: version >= 4 ? '0.5000' : '0.0000',
    })),
    currency: version >= 2 ? 'EUR' : 'GBP',
    channel: version >= 2 ? 'PHONE' : 'UNKNOWN',
    shippingAddress: version >= 3 && city !== null ? { street: '1 High Street', city } : null,
  };
}

const EXPECTED = Array.from({ length: ORDERS }, (_, index) => expected(index));

test('among the orders there are totals and discounts of zero', () => {
  expect(EXPECTED.some(({ total }) => total === '0.0000')).toBe(true);
  expect(EXPECTED.some(({ lines }) => lines.some(({ discount }) => discount === '0.0000'))).toBe(true);
});

describe.skipIf(!canImport('pyarrow', 'fastavro'))(NEEDS_PYTHON, () => {
  test.each([
    ['pyarrow', 'parquet'],
    ['pyarrow', 'orc'],
    ['fastavro', 'avro'],
  ] as const)('%s reads the orders from %s', (_reader, format) => {
    expect(readWithPython(fileOf(format))).toEqual(EXPECTED);
  });
});

test('DuckDB reads the orders from Parquet', async () => {
  const connection = await (await DuckDBInstance.create()).connect();
  const read = await connection.runAndReadAll(
    `SELECT CAST(to_json(orders) AS VARCHAR) AS json FROM (
       SELECT * REPLACE (
         CAST(total AS VARCHAR) AS total,
         epoch_ms(placedAt) AS placedAt,
         list_transform(lines, lambda line: struct_update(
           line, unitPrice := CAST(line.unitPrice AS VARCHAR), discount := CAST(line.discount AS VARCHAR))) AS lines
       ) FROM '${fileOf('parquet')}'
     ) AS orders`,
  );
  connection.closeSync();
  const rows = read.getRowObjects().map(({ json }) => JSON.parse(String(json)));
  expect(rows).toEqual(EXPECTED);
});
