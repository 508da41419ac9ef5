import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { openFormat } from '../../../../lambdas/archive/formats/formats.ts';
import { Normaliser } from '../../../../lambdas/archive/normaliser.ts';
import { archiveSchema } from '../../../../lambdas/archive/schemas/archive-schema.ts';
import { historyOf, targetOf } from '../../../../lambdas/archive/schemas/subjects.ts';
import { order, record, VERSIONS } from './orders.ts';

const history = historyOf('order');
const target = targetOf(history, 5);
const normaliser = new Normaliser(history, target);

test('rows of five versions become rows of one, which DuckDB reads from Parquet with exact decimals', async () => {
  const chunks: Uint8Array[] = [];
  const sink = (chunk: Uint8Array) => void chunks.push(chunk);
  const writer = openFormat('parquet', { schema: target.schema, metadata: {}, sink });
  const indexes = Array.from({ length: 200 }, (_, index) => index);
  for (const index of indexes) {
    const row = normaliser.normalise(record(index));
    if (!row.ok) throw new Error(row.reason);
    expect(row.version).toBe((index % 5) + 1);
    writer.write(row.value);
  }
  writer.close();

  expect(await query(Buffer.concat(chunks))).toEqual(
    indexes.map((index) => {
      const { orderId, customerId, country, lines, total, city } = order(index);
      const version = (index % 5) + 1;
      const discount = version >= 4 ? '0.5000' : '0.0000';
      return {
        orderId,
        customerId,
        shippingCountry: country,
        total: total.toFixed(4),
        lines: lines
          .map((line) => `${line.sku}|${line.quantity}|${line.unitPrice.toFixed(4)}|${discount}`)
          .join(),
        currency: version >= 2 ? 'EUR' : 'GBP',
        channel: version >= 2 ? 'PHONE' : 'UNKNOWN',
        city: version >= 3 ? city : null,
      };
    }),
  );
});

describe('not normalised, and said why, is', () => {
  const fingerprint = VERSIONS[0]?.fingerprint;

  test('a row whose schema nobody knows', () => {
    const unknown = Buffer.from(record(0));
    unknown.fill(7, 2, 10);
    expect(normaliser.normalise(unknown)).toEqual({
      ok: false,
      fingerprint: '07'.repeat(8),
      reason: 'no schema has this fingerprint',
    });
  });

  test('a row that was cut', () => {
    const cut = record(5).subarray(0, 30);
    expect(normaliser.normalise(cut)).toMatchObject({
      ok: false,
      fingerprint,
      reason: expect.stringContaining('ends too early'),
    });
  });

  test('what is no Avro at all', () => {
    const reason = 'the data is not in Avro single-object encoding';
    expect(normaliser.normalise(Buffer.from('{}'))).toEqual({ ok: false, fingerprint: undefined, reason });
  });

  test('a row that lacks what the target version requires', () => {
    const latest = new Normaliser(history, targetOf(history, 6));
    const reason = 'version 6 cannot read what version 1 wrote';
    expect(latest.normalise(record(0))).toEqual({ ok: false, fingerprint, reason });
  });
});

describe('without a version that is asked for, rows become', () => {
  test.each(['order', 'profile'])('the newest version of %s that reads all others', (subject) => {
    const versions = historyOf(subject);
    const { version } = targetOf(versions);
    const readable = (target: number) => {
      const to = targetOf(versions, target);
      return versions.every(({ schema }) => {
        try {
          to.schema.type.createResolver(schema.type);
          return true;
        } catch {
          return false;
        }
      });
    };
    expect(readable(version)).toBe(true);
    expect(versions.filter((later) => later.version > version && readable(later.version))).toEqual([]);
  });

  test('the latest, where none reads all others', () => {
    const alien = { version: 7, schema: archiveSchema({ type: 'record', name: 'Another', fields: [] }) };
    expect(targetOf([...history, alien]).version).toBe(7);
  });
});

async function query(file: Buffer): Promise<unknown[]> {
  const directory = mkdtempSync(join(tmpdir(), 'archive-'));
  try {
    const path = join(directory, 'orders.parquet');
    writeFileSync(path, file);
    const connection = await (await DuckDBInstance.create()).connect();
    const read = await connection.runAndReadAll(`
      SELECT orderId, customerId, shippingCountry, CAST(total AS VARCHAR) AS total,
        coalesce(list_aggregate(list_transform(lines, lambda line:
          concat_ws('|', line.sku, line.quantity, line.unitPrice, line.discount)), 'string_agg', ','), '') AS lines,
        currency, channel, shippingAddress.city AS city
      FROM '${path}'`);
    return read.getRowObjects();
  } finally {
    rmSync(directory, { recursive: true });
  }
}
