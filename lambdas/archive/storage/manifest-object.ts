import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, manifest } from '../contract.ts';
import { ArchiveError } from '../errors.ts';

export const MANIFEST_NAME = 'manifest.json';

export async function writeManifest(
  s3: S3Client,
  Bucket: string,
  Key: string,
  content: Manifest,
): Promise<void> {
  const Body = `${JSON.stringify(content, undefined, 2)}\n`;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' }));
}

/** @throws ArchiveError `missing`, or `tampered` when it is no manifest */
export async function readManifest(s3: S3Client, Bucket: string, Key: string): Promise<Manifest> {
  const text = await read(s3, Bucket, Key);
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new ArchiveError('tampered', `${Key} is not an archive manifest`, { cause });
  }
}

async function read(s3: S3Client, Bucket: string, Key: string): Promise<string> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  } catch (cause) {
    if (cause instanceof NoSuchKey)
      throw new ArchiveError('missing', `manifest not found: ${Key}`, { cause });
    throw cause;
  }
}
