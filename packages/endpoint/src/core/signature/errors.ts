import { refusals } from '../errors.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export type SignatureErrorCode =
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'UnrecognizedClientException';

const refusal = refusals<SignatureErrorCode>();

const FORBIDDEN = { status: 403 };

/** The closed set of refusals of a signature or of the credentials behind it. */
export const signatureError = {
  missing: () => refusal('MissingAuthenticationTokenException', 'Missing Authentication Token', FORBIDDEN),
  incomplete: (message: string) => refusal('IncompleteSignatureException', message, FORBIDDEN),
  invalid: (message: string) => refusal('InvalidSignatureException', message, FORBIDDEN),
  /** AWS adds the canonical string, which repeats headers of the request; they may be secrets. */
  mismatch: () =>
    refusal(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      FORBIDDEN,
    ),
  unrecognized: () =>
    refusal(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      FORBIDDEN,
    ),
  expiredToken: () =>
    refusal('ExpiredTokenException', 'The security token included in the request is expired', FORBIDDEN),
};
