import { z } from 'zod';
import type { Bucket } from './bucket.ts';
import type { S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import { checkVersionId } from './find-object.ts';
import { deleteCurrent, deleteVersion } from './store/commit.ts';

/** What a delete answers: the version that it removed, or the delete marker that it left. */
export interface Deleted {
  VersionId?: string;
  DeleteMarker?: boolean;
}

/** There is no object lock here, so there is nothing to bypass. */
export const bypassInput = {
  BypassGovernanceRetention: z
    .unknown()
    .optional()
    .transform((sent) => {
      if (sent === undefined) return undefined;
      throw s3Error.invalidArgument(
        'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
        'x-amz-bypass-governance-retention',
      );
    }),
};

/** Deleting what is not there is no failure: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export function deleteOne(
  engine: S3Engine,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): Deleted {
  if (versionId === undefined) {
    const marker = deleteCurrent(engine, bucket, key);
    return marker === undefined ? {} : { DeleteMarker: true, VersionId: marker.versionId };
  }
  checkVersionId(bucket, versionId);
  const version = engine.objects.of(bucket.name, key).find((each) => each.versionId === versionId);
  if (version !== undefined) deleteVersion(engine, bucket, version);
  return { VersionId: versionId, ...(version?.deleteMarker && { DeleteMarker: true }) };
}
