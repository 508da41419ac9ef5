import { join } from 'node:path';
import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { s3Error } from './errors.ts';
import { createNotifier, type Notifier } from './notifications/notifier.ts';
import { type BodyFiles, openBodyFiles, type Segment } from './store/body-files.ts';
import { ObjectVersions } from './store/object-versions.ts';
import { Uploads } from './store/uploads.ts';

export interface Bucket {
  name: string;
  created: Date;
  /** JSON, as it was put. */
  policy: string | undefined;
  /** Sub-resources by name, such as `cors`; see `configurations/`. */
  configurations: Record<string, unknown>;
}

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

/** Bodies are files below the endpoint's directory, everything else is state. */
export async function createEngine(context: EndpointContext): Promise<S3Engine> {
  const files = await openBodyFiles(join(context.directory, 's3'), context.newId);
  const objects = new ObjectVersions(context.state.collection('s3/versions'));
  const uploads = new Uploads(context.state.collection('s3/uploads'), context.state.collection('s3/parts'));
  await files.sweep(new Set([...objects.files(), ...uploads.files()]));

  // Whoever discards has still to finish changing the state, in the same turn.
  async function remove(segments: readonly Segment[]): Promise<void> {
    await Promise.resolve();
    context.state.flush();
    await files.remove(segments);
  }

  return {
    context,
    buckets: context.state.collection('s3/buckets'),
    objects,
    uploads,
    files,
    notifier: createNotifier(context),
    discard(segments) {
      void remove(segments).catch((cause: unknown) => {
        context.log('warn', 'files of removed objects stay until the next start', { cause });
      });
    },
  };
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
