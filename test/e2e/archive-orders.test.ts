import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { generateOrders } from '../../driver/orders/generator.ts';
import { type Order, totalOf } from '../../driver/orders/order.ts';
import { sendOrders } from '../../driver/orders/send-orders.ts';
import { canImport, NEEDS_PYTHON, readWithPython } from '../support/python-readers.ts';
import { dataflow } from './support/command-line.ts';
import { deployedShop } from './support/deployed-shop.ts';

const Manifest = z.object({
  rows: z.number(),
  rejected: z.number(),
  files: z.array(z.object({ name: z.string(), format: z.string() })),
});
const Row = z.looseObject({ orderId: z.string() });

/** The command as a user gives it, against the shop that all tests share. */
const archive = (...args: string[]) =>
  dataflow(['archive', '--target', 'embedded', '--endpoint', inject('endpoint'), ...args]);

/** Orders as customers place them: some free, some with zeros among their lines, some given back. */
function orders(): Order[] {
  const generated = generateOrders({ count: 20, seed: 11 });
  const [first] = generated;
  if (first === undefined) throw new RangeError('no order was made');
  const free = { sku: 'FREE', description: '', quantity: 3, unitPrice: '0' };
  return [...generated, { ...first, orderId: `${first.orderId}-free`, customerId: null, lines: [free] }];
}

/** An order as an independent reader sees its row. */
function asArchived(order: Order): object {
  const { country, placedAt, lines, ...rest } = order;
  return {
    ...rest,
    shippingCountry: country,
    placedAt: Date.parse(placedAt),
    lines: lines.map(({ unitPrice, ...line }) => ({
      ...line,
      unitPrice: Number(unitPrice).toFixed(4),
      discount: '0.0000',
    })),
    total: totalOf(order).toFixed(4),
    currency: 'GBP',
    channel: 'UNKNOWN',
    shippingAddress: null,
  };
}

/** An export of the shop's own orders, in a folder of its own, with the files of each format. */
async function exportOrders(): Promise<{
  manifest: z.infer<typeof Manifest>;
  files(format: string): string[];
}> {
  const { aws, system } = await deployedShop();
  const { status, stdout } = await archive('--table', 'shared', '--subject', 'order', '--segments', '2');
  expect(status, stdout).toBe(0);
  const key = /s3:\/\/[^/]+\/(\S+manifest\.json)/.exec(stdout)?.[1] ?? '';
  const prefix = key.slice(0, key.lastIndexOf('/') + 1);
  const bytes = async (name: string) => {
    const { Body } = await aws.s3.send(
      new GetObjectCommand({ Bucket: system.archive.bucket, Key: prefix + name }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  const manifest = Manifest.parse(JSON.parse((await bytes('manifest.json')).toString()));
  const directory = mkdtempSync(join(tmpdir(), 'archive-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const { name } of manifest.files) writeFileSync(join(directory, name), await bytes(name));
  return {
    manifest,
    files: (format) =>
      manifest.files.filter((file) => file.format === format).map(({ name }) => join(directory, name)),
  };
}

/** The rows of these orders; other tests have placed others. */
function only(wanted: readonly Order[], rows: readonly unknown[]): unknown[] {
  const ids = new Set(wanted.map(({ orderId }) => orderId));
  return rows
    .map((row) => Row.parse(row))
    .filter(({ orderId }) => ids.has(orderId))
    .sort((a, b) => a.orderId.localeCompare(b.orderId));
}

describe('the orders of the shop', () => {
  const placed = orders();
  const expected = placed.toSorted((a, b) => a.orderId.localeCompare(b.orderId)).map(asArchived);
  const place = async () => {
    const { shop } = await deployedShop();
    const signal = AbortSignal.timeout(60_000);
    const { accepted } = await sendOrders({ shop, signal, progress: () => {} }, placed);
    expect(accepted).toHaveLength(placed.length);
  };

  test('are archived, and DuckDB reads them from Parquet, zeros included', async () => {
    await place();
    const { manifest, files } = await exportOrders();
    expect(manifest.rejected).toBe(0);
    const connection = await (await DuckDBInstance.create()).connect();
    const read = await connection.runAndReadAll(
      `SELECT CAST(to_json(rows) AS VARCHAR) AS json FROM (
         SELECT * REPLACE (
           CAST(total AS VARCHAR) AS total,
           epoch_ms(placedAt) AS placedAt,
           list_transform(lines, lambda line: struct_update(
             line, unitPrice := CAST(line.unitPrice AS VARCHAR), discount := CAST(line.discount AS VARCHAR))) AS lines
         ) FROM read_parquet([${files('parquet').map((file) => `'${file}'`)}])
       ) AS rows`,
    );
    connection.closeSync();
    const rows = read.getRowObjects().map(({ json }) => JSON.parse(String(json)));
    expect(rows).toHaveLength(manifest.rows);
    expect(only(placed, rows)).toEqual(expected);
  });

  test.skipIf(!canImport('pyarrow', 'fastavro'))(
    `are read by pyarrow and fastavro with equal rows (${NEEDS_PYTHON})`,
    async () => {
      await place();
      const { manifest, files } = await exportOrders();
      for (const format of ['avro', 'parquet', 'orc']) {
        const rows = files(format).flatMap(readWithPython);
        expect(rows, format).toHaveLength(manifest.rows);
        expect(only(placed, rows), format).toEqual(expected);
      }
    },
  );
});

describe('an export of nothing', () => {
  test('says so, and ends with status 1', async () => {
    const { status, stderr } = await archive('--table', 'shared', '--subject', 'order', '--prefix', 'NOBODY');
    expect(status).toBe(1);
    expect(stderr).toContain('Nothing was exported: shared has no items of order.');
  });

  test('says that items are stored in another form', async () => {
    const { shop } = await deployedShop();
    const userId = `archived-${Date.now()}`;
    await shop.send('profiles', 'POST', '/profiles', { userId, name: 'Ada', age: 36 });
    const { status, stderr } = await archive('--table', 'shared', '--subject', 'profile');
    expect(status).toBe(1);
    expect(stderr).toContain('the items of profile in shared hold attributes, and no Avro record');
  });

  test('names a table that is not there, and those that are', async () => {
    for (const name of ['nowhere', 'a table']) {
      const { status, stderr } = await archive('--table', name, '--subject', 'order');
      expect(status).toBe(2);
      expect(stderr).toContain(`There is no table ${name}`);
      expect(stderr).toContain('--table shared');
    }
  });
});
