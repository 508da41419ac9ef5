import { AwsError } from '../core/errors.ts';

/** The closed set of refusals of STS. */
export const stsError = {
  accessDenied: (caller: string, action: string, resource: string) =>
    new AwsError(
      'AccessDenied',
      `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`,
      { status: 403 },
    ),
  expiredToken: () =>
    new AwsError('ExpiredToken', 'The security token included in the request is expired', { status: 403 }),
  validation: (message: string) => new AwsError('ValidationError', message),
};
