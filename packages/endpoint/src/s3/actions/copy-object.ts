import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checksumAlgorithm, checksumMembers, type StoredChecksum } from '../checksums/members.ts';
import { checkNoConflict, checkWriteConditions, writeConditionInput } from '../conditions.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { copySourceInput, findCopySource } from '../copy-source.ts';
import { withUsableKey } from '../encryption-key.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { keyInput } from '../inputs.ts';
import { checkKey, quote } from '../naming.ts';
import { readSettings, settingsInput } from '../object-settings.ts';
import { objectOf } from '../resource-arns.ts';
import { commitObject } from '../store/commit.ts';
import { copyBody } from '../store/copy-body.ts';
import type { StoredObject } from '../store/object-versions.ts';

function directive(what: 'metadata' | 'tagging') {
  return z
    .string()
    .default('COPY')
    .transform((sent): 'COPY' | 'REPLACE' => {
      if (sent === 'COPY' || sent === 'REPLACE') return sent;
      throw s3Error.invalidArgument(`Unknown ${what} directive.`, `x-amz-${what}-directive`, sent);
    });
}

const input = z.object({
  ...keyInput,
  ...settingsInput,
  ...writeConditionInput,
  ...copySourceInput,
  ChecksumAlgorithm: checksumAlgorithm.optional(),
  MetadataDirective: directive('metadata'),
  TaggingDirective: directive('tagging'),
});
type CopyInput = z.output<typeof input>;

export const copyObject = operation('s3', 'CopyObject', {
  resource: objectOf,
  input,
  async run(engine: S3Engine, request) {
    const bucket = findBucket(engine, request);
    checkKey(request.Key);
    checkWriteConditions(engine.objects.current(bucket.name, request.Key), request, request.Key);
    const settings = await readSettings(engine, bucket, request);
    await withUsableKey(engine, findCopySource(engine, request).encryption);
    const source = findCopySource(engine, request);
    if (changesNothing(source, request)) {
      throw s3Error.invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }

    const body = await copyBody(engine, source, request.ChecksumAlgorithm);
    try {
      const target = findBucket(engine, request);
      checkNoConflict(engine.objects.current(target.name, request.Key), request, request.Key);
      const copy = commitObject(engine, target, 'ObjectCreated:Copy', {
        ...settings,
        ...(request.MetadataDirective === 'COPY' && { headers: source.headers, metadata: source.metadata }),
        ...(request.TaggingDirective === 'COPY' && { tags: source.tags }),
        key: request.Key,
        size: source.size,
        ...body,
        // A copy is one object, whatever its source was made of.
        parts: undefined,
      });
      return {
        CopyObjectResult: {
          ETag: quote(copy.etag),
          LastModified: copy.modified,
          ...checksumResult(copy.checksum),
        },
        ...copy.encryption,
        ...(versioningOf(target) === 'Enabled' && { VersionId: copy.versionId }),
        ...(source.versionId !== 'null' && { CopySourceVersionId: source.versionId }),
      };
    } catch (error) {
      await engine.files.remove(body.segments);
      throw error;
    }
  },
});

function checksumResult(checksum: StoredChecksum | undefined) {
  return checksum === undefined ? {} : { ...checksumMembers(checksum), ChecksumType: checksum.type };
}

function changesNothing(source: StoredObject, request: CopyInput): boolean {
  return (
    source.bucket === request.Bucket &&
    source.key === request.Key &&
    !request.CopySource.includes('?versionId=') &&
    request.MetadataDirective === 'COPY' &&
    request.StorageClass === source.storageClass &&
    request.ServerSideEncryption === undefined &&
    request.WebsiteRedirectLocation === undefined &&
    request.ChecksumAlgorithm === undefined
  );
}
