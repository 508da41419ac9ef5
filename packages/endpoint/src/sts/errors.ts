import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
export type StsErrorCode = 'AccessDenied' | 'ExpiredToken' | 'ValidationError';

const refusal = refusals<StsErrorCode>();

/** The closed set of refusals of STS. */
export const stsError = {
  accessDenied: (caller: string, action: string, resource: string) =>
    refusal(
      'AccessDenied',
      `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`,
      { status: 403 },
    ),
  expiredToken: () =>
    refusal('ExpiredToken', 'The security token included in the request is expired', { status: 403 }),
  validation: (message: string) => refusal('ValidationError', message),
};
