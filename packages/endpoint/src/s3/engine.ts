import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import type { Bucket } from './bucket.ts';
import { s3Error } from './errors.ts';
import type { Notifier } from './notifications/notifier.ts';
import type { BodyFiles, Segment } from './store/body-files.ts';
import type { ObjectVersions } from './store/object-versions.ts';
import type { Uploads } from './store/uploads.ts';

export interface S3Engine {
  readonly context: EndpointContext;
  readonly buckets: Collection<Bucket>;
  readonly objects: ObjectVersions;
  readonly uploads: Uploads;
  readonly files: BodyFiles;
  readonly notifier: Notifier;
  /** Removes files once the state that no longer names them is kept; an answer need not wait for it. */
  discard(segments: readonly Segment[]): void;
}

/** The bucket that a request names, if it exists and is whose the request says. */
export function findBucket(
  { buckets, context }: S3Engine,
  { Bucket, ExpectedBucketOwner }: { Bucket: string; ExpectedBucketOwner?: string | undefined },
): Bucket {
  const bucket = buckets.get(Bucket);
  if (bucket === undefined) throw s3Error.noSuchBucket(Bucket);
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== context.accountId) {
    throw s3Error.accessDenied();
  }
  return bucket;
}

export function bucketOwner({ context }: S3Engine): { ID: string; DisplayName: string } {
  // Canonical user ids are 64 hexadecimal digits.
  return { ID: context.accountId.padStart(64, '0'), DisplayName: context.accountId };
}
