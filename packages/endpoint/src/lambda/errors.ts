import { type AwsError, refusals } from '../core/errors.ts';

/**
 * https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html and the errors of each action;
 * `InvalidConfiguration` is this endpoint's own.
 */
export type LambdaErrorCode =
  | 'AccessDeniedException'
  | 'InvalidConfiguration'
  | 'InvalidParameterValueException'
  | 'InvalidRequestContentException'
  | 'PolicyLengthExceededException'
  | 'PreconditionFailedException'
  | 'RequestEntityTooLargeException'
  | 'RequestTooLargeException'
  | 'ResourceConflictException'
  | 'ResourceInUseException'
  | 'ResourceNotFoundException'
  | 'ServiceException'
  | 'TooManyRequestsException'
  | 'ValidationException';

const refusal = refusals<LambdaErrorCode>();

function user(code: LambdaErrorCode, message: string, status: number, fields: Record<string, unknown> = {}) {
  return refusal(code, message, { status, fields: { Type: 'User', ...fields } });
}

const notFound = (message: string) => user('ResourceNotFoundException', message, 404);

/** The closed set of refusals of Lambda. */
export const lambdaError = {
  accessDenied: (message: string) => user('AccessDeniedException', message, 403),
  closing: () => refusal('ServiceException', 'The endpoint is closing.', { status: 500 }),
  conflict: (message: string) => user('ResourceConflictException', message, 409),
  /** Code that is larger than a request may be. */
  entityTooLarge: (message: string) => user('RequestEntityTooLargeException', message, 413),
  functionNotFound: (arn: string) => notFound(`Function not found: ${arn}`),
  invalidConfiguration: (message: string) => refusal('InvalidConfiguration', message, { status: 500 }),
  invalidContent: (message: string) => user('InvalidRequestContentException', message, 400),
  invalidParameter: (message: string) => user('InvalidParameterValueException', message, 400),
  notFound,
  policyTooLong: () =>
    user('PolicyLengthExceededException', 'The final policy size is bigger than the limit (20480).', 400),
  /** `source`: the operations that return the latest revision. */
  preconditionFailed: (source: 'GetFunction/GetAlias' | 'GetPolicy') =>
    user(
      'PreconditionFailedException',
      `The Revision Id provided does not match the latest Revision Id. Call the ${source} API to retrieve the latest Revision Id`,
      412,
    ),
  /** An event that is larger than Invoke takes. */
  requestTooLarge: (message: string) => user('RequestTooLargeException', message, 413),
  resourceInUse: (message: string) => user('ResourceInUseException', message, 400),
  /** Reserved concurrency is used up. */
  throttled: () =>
    user('TooManyRequestsException', 'Rate Exceeded.', 429, {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    }),
  validation: (message: string) => refusal('ValidationException', message),
};

/** These two shapes spell their message with a capital; every other one of Lambda's does not. */
const CAPITAL: ReadonlySet<string> = new Set<LambdaErrorCode>([
  'ResourceNotFoundException',
  'ServiceException',
]);

export function errorBody(error: AwsError): object {
  return { ...error.fields, [CAPITAL.has(error.code) ? 'Message' : 'message']: error.message };
}
