import type { Bucket } from '../bucket.ts';
import { versioningOf } from '../configurations/versioning.ts';
import type { S3Engine } from '../engine.ts';
import type { EventName } from '../notifications/event-record.ts';
import type { DeleteMarker, ObjectVersion, StoredObject } from './object-versions.ts';

/** What a put decides; the rest is given to it here. */
export type ObjectDraft = Omit<
  StoredObject,
  'id' | 'bucket' | 'versionId' | 'sequence' | 'modified' | 'deleteMarker'
>;

/**
 * Makes a complete body the current version of its key, all at once. In a versioned bucket it joins the others; else
 * it takes the place of the `null` version.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
 */
export function commitObject(
  engine: S3Engine,
  bucket: Bucket,
  name: Extract<EventName, `ObjectCreated:${string}`>,
  draft: ObjectDraft,
): StoredObject {
  const version: StoredObject = { ...newVersion(engine, bucket, draft.key), ...draft, deleteMarker: false };
  if (version.versionId === 'null') removeNullVersion(engine, bucket, draft.key);
  engine.objects.add(version);
  engine.uploads.disturb(bucket.name, draft.key);
  const { key, size, etag, sequence } = version;
  engine.notifier.notify(bucket, {
    name,
    bucket: bucket.name,
    key,
    size,
    etag,
    sequence,
    versionId: shownVersion(version),
  });
  return version;
}

/** Deletes as a request without a version id does: for good, or by a delete marker. */
export function deleteCurrent(engine: S3Engine, bucket: Bucket, key: string): DeleteMarker | undefined {
  const versioning = versioningOf(bucket);
  if (versioning === undefined) {
    const version = nullVersion(engine, bucket, key);
    if (version !== undefined) deleteVersion(engine, bucket, version);
    return undefined;
  }
  if (versioning !== 'Enabled') removeNullVersion(engine, bucket, key);
  const marker: DeleteMarker = { ...newVersion(engine, bucket, key), deleteMarker: true };
  engine.objects.add(marker);
  engine.uploads.disturb(bucket.name, key);
  engine.notifier.notify(bucket, {
    name: 'ObjectRemoved:DeleteMarkerCreated',
    bucket: bucket.name,
    key,
    sequence: marker.sequence,
    versionId: shownVersion(marker),
  });
  return marker;
}

/** Deletes a version for good. */
export function deleteVersion(engine: S3Engine, bucket: Bucket, version: ObjectVersion): void {
  removeVersion(engine, version);
  engine.uploads.disturb(bucket.name, version.key);
  engine.notifier.notify(bucket, {
    name: 'ObjectRemoved:Delete',
    bucket: bucket.name,
    key: version.key,
    sequence: engine.objects.nextSequence(),
    versionId: shownVersion(version),
  });
}

/** Puts an object's tags in the place of those that it had; without any, they are deleted. */
export function changeTags(
  engine: S3Engine,
  bucket: Bucket,
  object: StoredObject,
  tags: Record<string, string> | undefined,
): void {
  object.tags = tags ?? {};
  engine.objects.changed(object);
  engine.notifier.notify(bucket, {
    name: tags === undefined ? 'ObjectTagging:Delete' : 'ObjectTagging:Put',
    bucket: bucket.name,
    key: object.key,
    etag: object.etag,
    versionId: shownVersion(object),
  });
}

function removeVersion(engine: S3Engine, version: ObjectVersion): void {
  engine.objects.remove(version);
  if (!version.deleteMarker) engine.discard(version.segments);
}

function newVersion({ context, objects }: S3Engine, bucket: Bucket, key: string) {
  return {
    id: context.newId(),
    bucket: bucket.name,
    key,
    versionId: versioningOf(bucket) === 'Enabled' ? context.newId().replaceAll('-', '') : 'null',
    sequence: objects.nextSequence(),
    modified: new Date(context.clock.now()),
  };
}

function nullVersion(engine: S3Engine, bucket: Bucket, key: string): ObjectVersion | undefined {
  return engine.objects.of(bucket.name, key).find(({ versionId }) => versionId === 'null');
}

function removeNullVersion(engine: S3Engine, bucket: Bucket, key: string): void {
  const version = nullVersion(engine, bucket, key);
  if (version !== undefined) removeVersion(engine, version);
}

/** Events name versions that have an id of their own. */
function shownVersion({ versionId }: ObjectVersion): string | undefined {
  return versionId === 'null' ? undefined : versionId;
}
