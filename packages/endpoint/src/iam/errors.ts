import { AwsError } from '../core/errors.ts';

/** The closed set of refusals of IAM. */
export const iamError = {
  deleteConflict: (message: string) => new AwsError('DeleteConflict', message, { status: 409 }),
  entityAlreadyExists: (what: string) =>
    new AwsError('EntityAlreadyExists', `${what} already exists.`, { status: 409 }),
  limitExceeded: (message: string) => new AwsError('LimitExceeded', message, { status: 409 }),
  malformedPolicyDocument: (message: string) => new AwsError('MalformedPolicyDocument', message),
  noSuchEntity: (what: string) => new AwsError('NoSuchEntity', `${what} cannot be found.`, { status: 404 }),
  validation: (message: string) => new AwsError('ValidationError', message),
};
