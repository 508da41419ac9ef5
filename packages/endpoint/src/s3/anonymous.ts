import type { WireRequest } from '../core/wire.ts';
import { s3Error } from './errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a write without credentials, as S3 does. Reads are let through, as from a bucket that is public. A form's
 * credentials are in its body.
 */
export function checkAnonymous({ scope, method, headers }: WireRequest): void {
  if (scope !== undefined || READS.has(method)) return;
  if (method === 'POST' && headers['content-type']?.startsWith('multipart/form-data')) return;
  throw s3Error.accessDenied();
}
