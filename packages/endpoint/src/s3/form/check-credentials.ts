import { s3Error } from '../errors.ts';

const VERSION_4 = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'];
const VERSION_2 = ['AWSAccessKeyId', 'Signature'];

/**
 * Refuses a form that is not signed, or that lacks a field of its signature, and gives its policy. Signatures are
 * read, not verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 */
export function signedPolicy(fields: ReadonlyMap<string, string>): string {
  const has = (name: string) => fields.has(name.toLowerCase());
  const version = [VERSION_4, VERSION_2].find((names) => names.some(has));
  if (version === undefined) throw s3Error.accessDenied();
  const missing = version.find((name) => !has(name));
  if (missing !== undefined) throw s3Error.missingFormField(missing);
  const policy = fields.get('policy');
  if (policy === undefined) throw s3Error.missingFormField('policy');
  if (version === VERSION_4 && fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw s3Error.invalidArgument(
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"',
      'X-Amz-Algorithm',
      fields.get('x-amz-algorithm'),
    );
  }
  return policy;
}
