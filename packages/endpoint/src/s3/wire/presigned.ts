import type { WireRequest } from '../../core/wire.ts';
import { s3Error } from '../errors.ts';

const LONGEST_SECONDS = 7 * 24 * 3600;

/**
 * Refuses a presigned URL that has run out. Signatures are not verified, times are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function checkPresigned(request: WireRequest, now: number): void {
  const expires = request.query.get('X-Amz-Expires');
  if (expires === null) return;
  const date = request.query.get('X-Amz-Date') ?? '';
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const signed =
    match === null ? Number.NaN : Date.parse(`${match.slice(1, 4).join('-')}T${match.slice(4).join(':')}Z`);
  const seconds = Number(expires);
  if (Number.isNaN(signed) || !Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS) {
    throw s3Error.authorizationQueryParameters();
  }
  if (now > signed + seconds * 1000) throw s3Error.accessDenied('Request has expired');
}
