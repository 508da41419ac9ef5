import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { archiveClient } from '../../../driver/archive/archive-client.ts';
import { exportTable } from '../../../driver/archive/export-table.ts';
import { type OrderRow, orderRows, RARE_COUNTRY, VERSIONS } from '../../../driver/archive/order-rows.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { atMost, equals, type Finding, measured } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { askAvro, splitAvro } from './avro-file.ts';
import { askOrc } from './orc-file.ts';
import { askParquet } from './parquet-file.ts';
import { type Answer, RangedObject } from './ranged-object.ts';

const ROWS = { quick: 1_000, full: 50_000 };
const BATCH = 25;
const WRITERS = 4;

/**
 * The texts recommend Avro container files for general archival, Parquet for analytics and ORC for Hive. The same rows,
 * written by five releases, are exported as each, and each is asked for two columns of what one country ordered.
 */
export const whichArchive: Scenario = {
  id: 'which-archive',
  mode: 'databases',
  question:
    'Which archive is small, which answers a query by reading little, and which can be read from its middle?',

  async run(context) {
    const rows = [...orderRows(ROWS[context.size], 1)];
    const keyPrefix = `WHICH-ARCHIVE#${context.run}#`;
    const items = rows.map((row) => itemOf(keyPrefix, row));
    try {
      await writeAll(context, items, 'PutRequest');
      return await compare(context, rows, keyPrefix);
    } finally {
      await writeAll(context, items, 'DeleteRequest');
    }
  },
};

async function compare(context: ScenarioContext, rows: OrderRow[], keyPrefix: string): Promise<Finding[]> {
  const france = rows.filter(({ country }) => country === RARE_COUNTRY);
  const expected = { orders: france.length, sum: france.reduce((sum, { total }) => sum + total, 0n) };

  const avro = await exported(context, keyPrefix, 'avro');
  const parquet = await exported(context, keyPrefix, 'parquet');
  const orc = await exported(context, keyPrefix, 'orc');
  context.progress('asking each');
  const fromAvro = await asked(avro.file, askAvro);
  const fromParquet = await asked(parquet.file, askParquet);
  const fromOrc = await asked(orc.file, askOrc);
  const split = await splitAvro(avro.file);

  const bytes = (name: string) => ({ name, unit: 'bytes' });
  const times = (name: string) => ({ name, unit: 'ms' });
  const each = { Avro: [avro, fromAvro], Parquet: [parquet, fromParquet], ORC: [orc, fromOrc] } as const;
  return [
    ...Object.entries(each).flatMap(([name, [archive, answer]]) => [
      equals(
        { name: `${name}: rows of five versions in the archive`, unit: 'rows' },
        rows.length,
        archive.rows,
      ),
      equals({ name: `${name}: answer to the query`, unit: 'GBP' }, money(expected), money(answer)),
      measured(times(`${name}: scan, resolve and write`), archive.milliseconds),
      measured(times(`${name}: answer`), answer.milliseconds),
    ]),
    measured(bytes('Avro: size'), avro.file.size),
    atMost(bytes('Parquet: size, columnar and so below Avro'), avro.file.size, parquet.file.size),
    atMost(bytes('ORC: size, columnar and so below Avro'), avro.file.size, orc.file.size),
    equals(bytes('Avro: read for two columns, which is all of it'), avro.file.size, fromAvro.bytes),
    atMost(bytes('Parquet: read for two columns, at most a half'), parquet.file.size / 2, fromParquet.bytes),
    atMost(bytes('ORC: read for two columns, at most a half'), orc.file.size / 2, fromOrc.bytes),
    equals(
      { name: 'Avro: rows of two readers that share it at its middle', unit: 'rows' },
      rows.length,
      split.first + split.second,
    ),
    atMost(
      bytes('Avro: read by the second of them, with the header'),
      avro.file.size * 0.75,
      split.bytesOfSecond,
    ),
    measured(
      { name: 'Parquet: row groups, between which it can be split', unit: 'row groups' },
      fromParquet.rowGroups,
    ),
    measured({ name: 'ORC: stripes, between which it can be split', unit: 'stripes' }, fromOrc.stripes),
  ];
}

/** One export in one format as one file. */
async function exported(
  { aws, system, signal, progress }: ScenarioContext,
  keyPrefix: string,
  format: string,
) {
  progress(`exporting ${format}`);
  const archive = archiveClient(aws.lambda, system.archive.functionName, signal);
  const begin = performance.now();
  const { key, manifest } = await exportTable(archive, {
    table: system.records.table,
    subject: 'order',
    version: VERSIONS,
    formats: [format],
    keyPrefix,
    segments: 1,
    atOnce: 1,
  });
  const milliseconds = Math.round(performance.now() - begin);
  const { name = '' } = manifest.files.find((file) => file.format === format) ?? {};
  const Key = key.slice(0, key.lastIndexOf('/') + 1) + name;
  const file = await RangedObject.open(aws.s3, { Bucket: system.archive.bucket, Key });
  return { rows: manifest.rows, milliseconds, file };
}

async function asked<T extends Answer>(
  file: RangedObject,
  ask: (file: RangedObject, country: string) => Promise<T>,
): Promise<T & { milliseconds: number; bytes: number }> {
  const [begin, before] = [performance.now(), file.bytesRead];
  const answer = await ask(file, RARE_COUNTRY);
  return {
    ...answer,
    milliseconds: Math.round(performance.now() - begin),
    bytes: file.bytesRead - before,
  };
}

/** `12.3400 in 5 orders`: exact. */
function money({ orders, sum }: Answer): string {
  return `${sum / 10_000n}.${String(sum % 10_000n).padStart(4, '0')} in ${orders} orders`;
}

/** As the records service stores rows: who wrote it stands in the record itself. */
function itemOf(keyPrefix: string, { orderId, record }: OrderRow) {
  return {
    pk: keyPrefix + orderId,
    sk: 'RECORD',
    subject: 'order',
    record,
    updatedAt: new Date().toISOString(),
  };
}

type Item = ReturnType<typeof itemOf>;

async function writeAll(
  { aws, system, signal, progress }: ScenarioContext,
  items: readonly Item[],
  how: 'PutRequest' | 'DeleteRequest',
): Promise<void> {
  const { table } = system.records;
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
  await concurrently(batches, WRITERS, async (batch, index) => {
    progress(`${how === 'PutRequest' ? 'writing' : 'removing'} ${index * BATCH} of ${items.length} rows`);
    let left: unknown[] = batch.map((item) =>
      how === 'PutRequest'
        ? { PutRequest: { Item: item } }
        : { DeleteRequest: { Key: { pk: item.pk, sk: item.sk } } },
    );
    while (left.length > 0) {
      const { UnprocessedItems } = await aws.documents.send(
        new BatchWriteCommand({ RequestItems: { [table]: left as object[] } }),
        { abortSignal: signal },
      );
      left = z.array(z.unknown()).parse(UnprocessedItems?.[table] ?? []);
    }
  });
}
