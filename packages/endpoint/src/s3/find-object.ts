import type { S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import type { ObjectVersion, StoredObject } from './store/object-versions.ts';

export function findVersion(engine: S3Engine, bucket: string, key: string, versionId: string): ObjectVersion {
  const found = engine.objects.of(bucket, key).find((version) => version.versionId === versionId);
  if (found === undefined) throw s3Error.noSuchVersion(key, versionId);
  return found;
}

/** The object, or the version of it, that a request reads. */
export function findObject(
  engine: S3Engine,
  bucket: string,
  key: string,
  versionId: string | undefined,
): StoredObject {
  if (versionId !== undefined) {
    const version = findVersion(engine, bucket, key, versionId);
    if (version.deleteMarker) throw s3Error.deleteMarkerNotAllowed(version);
    return version;
  }
  const newest = engine.objects.of(bucket, key)[0];
  if (newest === undefined) throw s3Error.noSuchKey(key);
  if (newest.deleteMarker) throw s3Error.noSuchKey(key, newest);
  return newest;
}
