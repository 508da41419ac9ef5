import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export type IamErrorCode =
  | 'DeleteConflict'
  | 'EntityAlreadyExists'
  | 'LimitExceeded'
  | 'MalformedPolicyDocument'
  | 'NoSuchEntity'
  | 'ValidationError';

const refusal = refusals<IamErrorCode>();

/** The closed set of refusals of IAM. */
export const iamError = {
  deleteConflict: (message: string) => refusal('DeleteConflict', message, { status: 409 }),
  entityAlreadyExists: (what: string) =>
    refusal('EntityAlreadyExists', `${what} already exists.`, { status: 409 }),
  limitExceeded: (message: string) => refusal('LimitExceeded', message, { status: 409 }),
  malformedPolicyDocument: (message: string) => refusal('MalformedPolicyDocument', message),
  noSuchEntity: (what: string) => refusal('NoSuchEntity', `${what} cannot be found.`, { status: 404 }),
  validation: (message: string) => refusal('ValidationError', message),
};
