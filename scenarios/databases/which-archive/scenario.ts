import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { archiveClient } from '../../../driver/archive/archive-client.ts';
import { exportTable } from '../../../driver/archive/export-table.ts';
import { type OrderRow, orderRows, RARE_COUNTRY, VERSIONS } from '../../../driver/archive/order-rows.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { recordKey } from '../../../schemas/items/storage-lab-items.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { askAvro, splitAvro } from './avro-file.ts';
import { askOrc } from './orc-file.ts';
import { askParquet } from './parquet-file.ts';
import { type Answer, RangedObject } from './ranged-object.ts';

const ROWS = { quick: 1_000, full: 50_000 };
const BATCH = 25;
const WRITERS = 4;

/**
 * Avro container files are recommended for general archives, Parquet for analytics and ORC for Hive. The same rows,
 * written by five releases, are exported in each format, and each file is queried for two columns of one country.
 */
export const whichArchive: Scenario = {
  id: 'which-archive',
  mode: 'databases',
  question:
    'Avro, Parquet or ORC: how large is the archive, how much of it does a query read, and where can it be split?',

  async run(context) {
    const rows = [...orderRows(ROWS[context.size], 1)];
    const idPrefix = `${context.run}.`;
    const items = rows.map((row) => itemOf(idPrefix, row));
    try {
      await writeAll(context, items, 'PutRequest');
      return await compare(context, rows, recordKey('avro', 'order', idPrefix).pk);
    } finally {
      await writeAll(context, items, 'DeleteRequest');
    }
  },

  takeaway(findings) {
    const share = (format: string) =>
      `${Math.round((100 * findings.number(`${format}.query-bytes`)) / findings.number(`${format}.size`))} %`;
    return (
      `A query for two columns read ${share('avro')} of the Avro file, ${share('parquet')} of the Parquet file and ` +
      `${share('orc')} of the ORC file; the Parquet file has ` +
      `${Math.round((100 * findings.number('parquet.size')) / findings.number('avro.size'))} % of the Avro file’s size.`
    );
  },
};

async function compare(context: ScenarioContext, rows: OrderRow[], keyPrefix: string): Promise<Finding[]> {
  const france = rows.filter(({ country }) => country === RARE_COUNTRY);
  const expected = { orders: france.length, sum: france.reduce((sum, { total }) => sum + total, 0n) };

  const avro = await exported(context, keyPrefix, 'avro');
  const parquet = await exported(context, keyPrefix, 'parquet');
  const orc = await exported(context, keyPrefix, 'orc');
  context.progress('querying each format');
  const fromAvro = await asked(avro.file, askAvro);
  const fromParquet = await asked(parquet.file, askParquet);
  const fromOrc = await asked(orc.file, askOrc);
  const split = await splitAvro(avro.file);

  const archives = { Avro: [avro, fromAvro], Parquet: [parquet, fromParquet], ORC: [orc, fromOrc] } as const;
  const groups = {
    Avro: findingGroup('avro', 'Avro container file'),
    Parquet: findingGroup('parquet', 'Parquet'),
    ORC: findingGroup('orc', 'ORC'),
  };
  const bytes = { unit: 'bytes' };
  const columnar = (group: FindingGroup, size: number, read: number) => [
    group.within('size', 'file size, at most that of Avro', {
      max: avro.file.size,
      observed: size,
      ...bytes,
    }),
    group.within('query-bytes', 'bytes read for two columns, at most half of the file', {
      max: size / 2,
      observed: read,
      ...bytes,
    }),
  ];
  return [
    ...(['Avro', 'Parquet', 'ORC'] as const).flatMap((format) => {
      const [archive, answer] = archives[format];
      const group = groups[format];
      return [
        group.equals('rows', 'rows of five schema versions', {
          expected: rows.length,
          observed: archive.rows,
          unit: 'rows',
        }),
        group.equals('query-answer', 'query answer', {
          expected: money(expected),
          observed: money(answer),
          unit: 'GBP',
        }),
        group.measured('export-time', 'time to scan, resolve and write', {
          observed: archive.milliseconds,
          unit: 'ms',
        }),
        group.measured('query-time', 'query time', { observed: answer.milliseconds, unit: 'ms' }),
      ];
    }),
    groups.Avro.measured('size', 'file size', { observed: avro.file.size, ...bytes }),
    groups.Avro.equals('query-bytes', 'bytes read for two columns, which is the whole file', {
      expected: avro.file.size,
      observed: fromAvro.bytes,
      ...bytes,
    }),
    ...columnar(groups.Parquet, parquet.file.size, fromParquet.bytes),
    ...columnar(groups.ORC, orc.file.size, fromOrc.bytes),
    groups.Avro.equals('split-rows', 'rows read by two readers that split the file in the middle', {
      expected: rows.length,
      observed: split.first + split.second,
      unit: 'rows',
    }),
    groups.Avro.within('split-bytes', 'bytes read by the second of these readers, header included', {
      max: avro.file.size * 0.75,
      observed: split.bytesOfSecond,
      ...bytes,
    }),
    groups.Parquet.measured('row-groups', 'row groups, at which the file can be split', {
      observed: fromParquet.rowGroups,
      unit: 'row groups',
    }),
    groups.ORC.measured('stripes', 'stripes, at which the file can be split', {
      observed: fromOrc.stripes,
      unit: 'stripes',
    }),
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
function itemOf(idPrefix: string, { orderId, record }: OrderRow) {
  return {
    ...recordKey('avro', 'order', idPrefix + orderId),
    subject: 'order',
    version: 1,
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
