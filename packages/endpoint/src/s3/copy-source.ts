import { z } from 'zod';
import { checkCopyConditions } from './conditions.ts';
import { findBucket, type S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import { findVersion } from './find-object.ts';
import { accountId, httpDate } from './inputs.ts';
import type { StoredObject } from './store/object-versions.ts';

export const copySourceInput = {
  CopySource: z.string().min(1),
  CopySourceIfMatch: z.string().optional(),
  CopySourceIfModifiedSince: httpDate.optional(),
  CopySourceIfNoneMatch: z.string().optional(),
  CopySourceIfUnmodifiedSince: httpDate.optional(),
  ExpectedSourceBucketOwner: accountId.optional(),
};

type CopySourceInput = z.output<z.ZodObject<typeof copySourceInput>>;

/** The object that `bucket/key?versionId=…` (URL-encoded) names, if it is as the request's conditions want it. */
export function findCopySource(engine: S3Engine, input: CopySourceInput): StoredObject {
  const { bucket: name, key, versionId } = parse(input.CopySource);
  const bucket = findBucket(engine, {
    Bucket: name,
    ExpectedBucketOwner: input.ExpectedSourceBucketOwner,
  });
  const object = findVersion(engine, bucket, key, versionId);
  if (object.deleteMarker) {
    if (versionId === undefined) throw s3Error.noSuchKey(key, object);
    throw s3Error.invalidRequest(
      'The source of a copy request may not specifically refer to a delete marker by version id.',
    );
  }
  checkCopyConditions(object, {
    IfMatch: input.CopySourceIfMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  });
  return object;
}

function parse(source: string): { bucket: string; key: string; versionId: string | undefined } {
  const [, path = '', versionId] = /^(.*?)(?:\?versionId=([^&]*))?$/s.exec(source) ?? [];
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replace(/^\//, ''));
  } catch {
    throw invalid(source);
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1) throw invalid(source);
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId };
}

function invalid(source: string) {
  return s3Error.invalidArgument('Invalid copy source object key', 'x-amz-copy-source', source);
}
