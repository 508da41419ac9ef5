import { findBucket, type S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import type { Upload } from './store/uploads.ts';

export function findUpload(
  engine: S3Engine,
  input: { Bucket: string; ExpectedBucketOwner?: string | undefined; Key: string; UploadId: string },
): Upload {
  const bucket = findBucket(engine, input);
  const upload = engine.uploads.get(input.UploadId);
  if (upload === undefined || upload.bucket !== bucket.name || upload.key !== input.Key) {
    throw s3Error.noSuchUpload(input.UploadId);
  }
  return upload;
}
