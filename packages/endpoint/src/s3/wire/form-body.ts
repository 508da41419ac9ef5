import type { WireRequest } from '../../core/wire.ts';
import { s3Error } from '../errors.ts';
import { boundaryOf, type Form, readForm } from '../form/read-form.ts';
import { untilCut } from '../sent-body.ts';

/** The form that a browser posts to a bucket, read up to its file. */
export async function readFormBody({ headers, stream }: WireRequest): Promise<Form> {
  const contentType = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) {
    throw s3Error.preconditionFailed('Bucket POST must be of the enclosure-type multipart/form-data');
  }
  if (headers['content-length'] === undefined) throw s3Error.missingContentLength();
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) throw s3Error.malformedPost();
  return readForm(untilCut(stream.iterator({ destroyOnReturn: false })), boundary);
}
