import type { WireRequest } from '../../core/wire.ts';
import { s3Error } from '../errors.ts';

const MAX_SECONDS = 7 * 24 * 3600;

/**
 * Refuses a presigned URL that has run out. Signatures are not verified, times are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function checkPresigned({ query }: WireRequest, now: number): void {
  if (isPresignedV2(query)) {
    // Seconds since 1970.
    const expires = query.get('Expires') ?? '';
    if (!/^\d{1,15}$/.test(expires))
      throw s3Error.accessDenied('Invalid date (should be seconds since epoch)');
    if (now > Number(expires) * 1000) throw s3Error.accessDenied('Request has expired');
    return;
  }
  const expires = query.get('X-Amz-Expires');
  if (expires === null) return;
  const date = query.get('X-Amz-Date') ?? '';
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const signed =
    match === null ? Number.NaN : Date.parse(`${match.slice(1, 4).join('-')}T${match.slice(4).join(':')}Z`);
  const seconds = Number(expires);
  if (Number.isNaN(signed) || !Number.isInteger(seconds) || seconds < 1 || seconds > MAX_SECONDS) {
    throw s3Error.authorizationQueryParameters();
  }
  if (now > signed + seconds * 1000) throw s3Error.accessDenied('Request has expired');
}

/**
 * Whether a request carries a signature of version 2. Other services take them no more; boto3 still presigns URLs
 * that way by default.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 */
export function isSignedV2({ headers, query }: WireRequest): boolean {
  return /^AWS [^\s:]+:\S+$/.test(headers.authorization ?? '') || isPresignedV2(query);
}

function isPresignedV2(query: URLSearchParams): boolean {
  return Boolean(query.get('AWSAccessKeyId') && query.get('Signature') && query.has('Expires'));
}
