import type { WireRequest } from '../core/wire.ts';
import { s3Error } from './errors.ts';
import { readAddress } from './wire/address.ts';
import { isSignedV2 } from './wire/presigned.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a write without credentials, as S3 does. Reads are let through, as from a bucket that is public. A form's
 * credentials are in its body.
 */
export function checkAnonymous(request: WireRequest): void {
  const { scope, method, query, host, path } = request;
  if (scope !== undefined || READS.has(method) || isSignedV2(request)) return;
  // Every other POST to a bucket has a query that says what it is.
  if (method === 'POST' && query.size === 0) {
    const { bucket, key } = readAddress(host, path);
    if (bucket !== undefined && key === undefined) return;
  }
  throw s3Error.accessDenied();
}
