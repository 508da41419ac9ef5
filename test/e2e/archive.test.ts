import { randomBytes } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { type ArchiveClient, archiveClient, type Finished } from '../../driver/archive/archive-client.ts';
import { exportTable } from '../../driver/archive/export-table.ts';
import { orderRows } from '../../driver/archive/order-rows.ts';
import { recordKey } from '../../schemas/items/storage-lab-items.ts';
import { deployedShop } from './support/deployed-shop.ts';

const LONG_AGO = '2021-01-01T00:00:00.000Z';

let shop: Shop;
let archive: ArchiveClient;
let run: string;
let keyPrefix: string;

beforeEach(async () => {
  shop = await deployedShop();
  archive = archiveClient(shop.aws.lambda, shop.system.archive.functionName, AbortSignal.timeout(60_000));
  run = randomBytes(4).toString('hex');
  keyPrefix = recordKey('avro', 'order', `${run}.`).pk;
});

test('segments export all rows once, what cannot be read goes aside with its reason, and all of it verifies', async () => {
  const records = [...orderRows(60, 1)].map(({ record }) => record);
  const unknown = Buffer.from(records[0] ?? []);
  unknown.fill(9, 2, 10);
  await write([...records, unknown, records[1]?.subarray(0, 40) ?? Buffer.alloc(0)], LONG_AGO);

  const finished = await exported(['avro', 'parquet', 'orc'], { segments: 3 });

  const { manifest, key } = finished;
  expect(manifest).toMatchObject({ rows: 60, rejected: 2, writers: { oldest: 1, newest: 5 } });
  const sides = manifest.files.filter(({ format }) => format === 'rejected');
  const lines = (await Promise.all(sides.map(({ name }) => textOf(finished, name)))).join('');
  expect(
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).reason)
      .sort(),
  ).toEqual([
    'no schema has this fingerprint',
    expect.stringMatching(/^the data does not match its schema: it ends too early/),
  ]);
  expect((await archive.verify(key)).manifest).toEqual(manifest);
});

test('a later export has only what changed since', async () => {
  const records = [...orderRows(20, 2)].map(({ record }) => record);
  await write(records, LONG_AGO);
  const first = await exported(['avro'], {});
  await write(records.slice(0, 3), new Date().toISOString());

  const second = await exported(['avro'], { since: first.key });

  expect(first.manifest.rows).toBe(20);
  expect(second.manifest.rows).toBe(3);
  await expect(exported(['avro'], { since: 'exports/none' })).rejects.toMatchObject({ subject: 'missing' });
});

test('a multipart upload declares the checksums of its parts', async () => {
  await write(
    [...orderRows(5, 6)].map(({ record }) => record),
    LONG_AGO,
  );
  const finished = await exported(['parquet'], {});
  const file = object(finished, finished.manifest.files[0]?.name ?? '');
  const head = await shop.aws.s3.send(new HeadObjectCommand({ ...file, ChecksumMode: 'ENABLED' }));
  // Of the parts, and how many there were: S3 keeps it only where the upload declared it.
  expect(head).toMatchObject({ ChecksumType: 'COMPOSITE', ChecksumCRC32: expect.stringMatching(/^.{8}-1$/) });
});

test('an item that does not say when it changed is in every later export, and one without a record is counted', async () => {
  const records = [...orderRows(4, 5)].map(({ record }) => record);
  await write(records.slice(0, 2), LONG_AGO);
  await write(records.slice(2), undefined, { first: 2, attributes: { type: 'order' } });
  await write([undefined], LONG_AGO, { first: 4, attributes: { subject: 'order' } });
  const first = await exported(['avro'], {});

  const second = await exported(['avro'], { since: first.key });

  expect(first.manifest).toMatchObject({ rows: 4, rejected: 0, skipped: 1 });
  expect(second.manifest).toMatchObject({ rows: 2, rejected: 0, skipped: 0 });
});

test('a file that was cut or changed, and one that is gone, is refused by name', async () => {
  await write(
    [...orderRows(20, 3)].map(({ record }) => record),
    LONG_AGO,
  );
  for (const format of ['avro', 'parquet', 'orc']) {
    const finished = await exported([format], {});
    const name = finished.manifest.files[0]?.name ?? '';
    const whole = await bytesOf(finished, name);

    await replace(finished, name, whole.subarray(0, -20));
    await expect(archive.verify(finished.key), format).rejects.toMatchObject({
      subject: 'truncated',
      message: expect.stringContaining(name),
    });

    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(whole.length - 3) ^ 1, whole.length - 3);
    await replace(finished, name, changed);
    await expect(archive.verify(finished.key), format).rejects.toMatchObject({ subject: 'tampered' });
  }
});

test('a table whose rows the target version cannot read is not lost: every row is told', async () => {
  await write(
    [...orderRows(10, 4)].map(({ record }) => record),
    LONG_AGO,
  );
  const { manifest } = await exported(['parquet'], { version: 6 });
  expect(manifest).toMatchObject({ rows: 0, rejected: 10, writers: null });
});

function exported(
  formats: string[],
  { segments = 1, version = 5, since }: { segments?: number; version?: number; since?: string },
): Promise<Finished> {
  const { table } = shop.system.records;
  const request = { table, subject: 'order', version, formats, keyPrefix, segments, atOnce: 2 };
  return exportTable(archive, { ...request, ...(since !== undefined && { since }) });
}

/** Rows as the records service stores them, unless other attributes are given; they go when the test is over. */
async function write(
  records: readonly (Buffer | undefined)[],
  updatedAt: string | undefined,
  { first = 0, attributes = { subject: 'order' } }: { first?: number; attributes?: object } = {},
): Promise<void> {
  const { table } = shop.system.records;
  const { documents } = shop.aws;
  const items = records.map((record, index) => ({
    ...recordKey('avro', 'order', `${run}.${first + index}`),
    ...attributes,
    ...(record !== undefined && { record }),
    ...(updatedAt !== undefined && { updatedAt }),
  }));
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  const deletes = items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
  for (let at = 0; at < puts.length; at += 25) {
    await documents.send(new BatchWriteCommand({ RequestItems: { [table]: puts.slice(at, at + 25) } }));
  }
  onTestFinished(async () => {
    for (let at = 0; at < deletes.length; at += 25) {
      await documents.send(new BatchWriteCommand({ RequestItems: { [table]: deletes.slice(at, at + 25) } }));
    }
  });
}

function object({ key }: Finished, name: string) {
  return { Bucket: shop.system.archive.bucket, Key: key.slice(0, key.lastIndexOf('/') + 1) + name };
}

async function bytesOf(finished: Finished, name: string): Promise<Buffer> {
  const { Body } = await shop.aws.s3.send(new GetObjectCommand(object(finished, name)));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function textOf(finished: Finished, name: string): Promise<string> {
  return (await bytesOf(finished, name)).toString('utf8');
}

async function replace(finished: Finished, name: string, Body: Buffer): Promise<void> {
  await shop.aws.s3.send(new PutObjectCommand({ ...object(finished, name), Body }));
}
