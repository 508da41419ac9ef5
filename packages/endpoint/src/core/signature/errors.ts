import { AwsError } from '../errors.ts';

const FORBIDDEN = { status: 403 };

/** The closed set of refusals of a signature or of the credentials behind it. */
export const signatureError = {
  missing: () =>
    new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', FORBIDDEN),
  incomplete: (message: string) => new AwsError('IncompleteSignatureException', message, FORBIDDEN),
  invalid: (message: string) => new AwsError('InvalidSignatureException', message, FORBIDDEN),
  /** AWS adds the canonical string, which repeats headers of the request; they may be secrets. */
  mismatch: () =>
    new AwsError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      FORBIDDEN,
    ),
  unrecognized: () =>
    new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      FORBIDDEN,
    ),
  expiredToken: () =>
    new AwsError('ExpiredTokenException', 'The security token included in the request is expired', FORBIDDEN),
};
