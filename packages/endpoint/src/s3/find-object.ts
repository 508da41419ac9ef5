import type { Bucket } from './bucket.ts';
import { versioningOf } from './configurations/versioning.ts';
import type { S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import type { ObjectVersion, StoredObject } from './store/object-versions.ts';

/** As `commit.ts` gives them out. */
const VERSION_ID = /^[0-9a-f]{32}$/;

/** Whether a bucket can have a version of this id. One that never had versions knows `null` alone. */
export function canBeVersion(bucket: Bucket, versionId: string): boolean {
  return versionId === 'null' || (versioningOf(bucket) !== undefined && VERSION_ID.test(versionId));
}

export function checkVersionId(bucket: Bucket, versionId: string | undefined): void {
  if (versionId === undefined || canBeVersion(bucket, versionId)) return;
  throw s3Error.invalidArgument(
    versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified',
    'versionId',
    versionId,
  );
}

/** The object or delete marker that a request names: the newest of its key, unless it names a version. */
export function findVersion(
  engine: S3Engine,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): ObjectVersion {
  checkVersionId(bucket, versionId);
  const versions = engine.objects.of(bucket.name, key);
  const found =
    versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);
  if (found !== undefined) return found;
  throw versionId === undefined ? s3Error.noSuchKey(key) : s3Error.noSuchVersion(key, versionId);
}

/** The object, or the version of it, that a request reads. */
export function findObject(
  engine: S3Engine,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): StoredObject {
  const found = findVersion(engine, bucket, key, versionId);
  if (!found.deleteMarker) return found;
  throw versionId === undefined ? s3Error.noSuchKey(key, found) : s3Error.deleteMarkerNotAllowed(found);
}

/** The object whose tags a request is about. Of a delete marker there are none, named by its version or not. */
export function findTagged(
  engine: S3Engine,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): StoredObject {
  const found = findVersion(engine, bucket, key, versionId);
  if (found.deleteMarker) throw s3Error.deleteMarkerNotAllowed(found);
  return found;
}
