import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const MIB = 1024 * 1024;
const Bucket = 'storage';
let dataDirectory = '';
let endpoint: Endpoint;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'dataflow-test-'));
  endpoint = await startTestEndpoint({ dataDirectory });
  await client().send(new CreateBucketCommand({ Bucket }));
});
afterEach(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

const client = () => clients(endpoint).s3();
const files = async () =>
  (await Promise.all(['bodies', 'incoming'].map((name) => readdir(join(dataDirectory, 's3', name))))).flat();
const noFiles = () => eventually('no file is left', async () => (await files()).length === 0);

async function restart(): Promise<void> {
  await endpoint.close();
  endpoint = await startTestEndpoint({ dataDirectory });
}

test('objects, their versions and tags outlive a restart', async () => {
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  for (const Body of ['first', 'second']) {
    await client().send(
      new PutObjectCommand({ Bucket, Key: 'kept', Body, Tagging: 'a=1', Metadata: { m: 'x' } }),
    );
  }
  await restart();
  const s3 = client();
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
  expect(await got.Body?.transformToString()).toBe('second');
  expect(got.Metadata).toEqual({ m: 'x' });
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const old = await s3.send(
    new GetObjectCommand({ Bucket, Key: 'kept', VersionId: Versions?.[1]?.VersionId }),
  );
  expect(await old.Body?.transformToString()).toBe('first');
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'kept' }));
  expect(TagSet).toEqual([{ Key: 'a', Value: '1' }]);
});

test('a replaced or deleted object leaves no file', async () => {
  await client().send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'first' }));
  await client().send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'second' }));
  await eventually('one file is left', async () => (await files()).length === 1);
  await client().send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  await noFiles();
});

test('a refused put leaves no file', async () => {
  const wrong = { Bucket, Key: 'wrong', Body: 'x', ChecksumCRC32: 'AAAAAA==' };
  await expect(client().send(new PutObjectCommand(wrong))).rejects.toMatchObject({ name: 'BadDigest' });
  await noFiles();
});

test('a put that is cut off leaves neither object nor file, and the endpoint goes on', async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  const outgoing = request(`${endpoint.url}/${Bucket}/cut`, {
    method: 'PUT',
    headers: { authorization, 'content-length': MIB, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  outgoing.on('error', () => {}); // It is us who hang up.
  outgoing.write(Buffer.alloc(MIB / 2));
  await eventually('the body arrives', async () => (await files()).length === 1);
  outgoing.destroy();
  await noFiles();
  await expect(client().send(new GetObjectCommand({ Bucket, Key: 'cut' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
  });
});

test('an aborted multipart upload leaves no file', async () => {
  const s3 = client();
  const object = { Bucket, Key: 'aborted' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
  await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'x' }));
  expect(await files()).toHaveLength(1);
  await s3.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
  await noFiles();
});

test('an object that is deleted while it is read is read to its end', async () => {
  const s3 = client();
  const size = 32 * MIB;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'read', Body: Buffer.alloc(size, 'x') }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'read' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'read' }));
  expect((await Body?.transformToByteArray())?.length).toBe(size);
  await noFiles();
});

test('bodies lie on the disk as they came, and a stranger among them is swept at the start', async () => {
  await client().send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'readable' }));
  const [file = ''] = await files();
  const path = join(dataDirectory, 's3', 'bodies', file);
  expect(await readFile(path, 'utf8')).toBe('readable');
  await client().send(new DeleteObjectCommand({ Bucket, Key: 'plain' }));
  await noFiles();
  await writeFile(join(dataDirectory, 's3', 'bodies', 'stranger'), 'left by a crash');
  await restart();
  await noFiles();
});

test('an endpoint does not start on bodies whose state is gone, and they stay', async () => {
  await client().send(new PutObjectCommand({ Bucket, Key: 'precious', Body: 'precious' }));
  const kept = await files();
  expect(kept).toHaveLength(1);
  await endpoint.close();
  const state = await readFile(join(dataDirectory, 'state.sqlite'));
  await rm(join(dataDirectory, 'state.sqlite'));
  await expect(startTestEndpoint({ dataDirectory })).rejects.toThrow(
    /state\.sqlite is missing or empty\. Restore the file, or use another --data-dir/,
  );
  expect(await files()).toEqual(kept);

  for (const suffix of ['', '-wal', '-shm']) {
    await rm(join(dataDirectory, `state.sqlite${suffix}`), { force: true });
  }
  await writeFile(join(dataDirectory, 'state.sqlite'), state);
  endpoint = await startTestEndpoint({ dataDirectory });
  const { Body } = await client().send(new GetObjectCommand({ Bucket, Key: 'precious' }));
  expect(await Body?.transformToString()).toBe('precious');
});
