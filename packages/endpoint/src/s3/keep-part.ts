import type { S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import type { Received } from './store/receive.ts';
import type { Upload, UploadedPart } from './store/uploads.ts';

/** Makes a received body a part of its upload, in the place of an earlier part of the same number. */
export async function keepPart(
  engine: S3Engine,
  upload: Upload,
  number: number,
  received: Received,
): Promise<UploadedPart> {
  // The upload may have been completed or aborted while the part came in.
  if (engine.uploads.get(upload.id) === undefined) {
    await engine.files.remove([received.segment]);
    throw s3Error.noSuchUpload(upload.id);
  }
  const replaced = engine.uploads.part(upload.id, number);
  const part: UploadedPart = {
    uploadId: upload.id,
    number,
    segment: received.segment,
    etag: received.md5,
    checksum: received.checksum,
    modified: new Date(engine.context.clock.now()),
  };
  engine.uploads.addPart(part);
  if (replaced !== undefined) engine.discard([replaced.segment]);
  return part;
}
