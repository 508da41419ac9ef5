import { AwsError } from '../core/errors.ts';

// https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html and the errors of each action.

function user(code: string, message: string, status: number, fields: Record<string, unknown> = {}): AwsError {
  return new AwsError(code, message, { status, fields: { Type: 'User', ...fields } });
}

export const invalidParameter = (message: string) => user('InvalidParameterValueException', message, 400);

export const validation = (message: string) => new AwsError('ValidationException', message);

export const notFound = (message: string) => user('ResourceNotFoundException', message, 404);

export const functionNotFound = (arn: string) => notFound(`Function not found: ${arn}`);

export const conflict = (message: string) => user('ResourceConflictException', message, 409);

export const resourceInUse = (message: string) => user('ResourceInUseException', message, 400);

/** `source`: the operations that tell the latest revision. */
export const preconditionFailed = (source: 'GetFunction/GetAlias' | 'GetPolicy') =>
  user(
    'PreconditionFailedException',
    `The Revision Id provided does not match the latest Revision Id. Call the ${source} API to retrieve the latest Revision Id`,
    412,
  );

export const invalidContent = (message: string) => user('InvalidRequestContentException', message, 400);

/** An event that is larger than Invoke takes. */
export const requestTooLarge = (message: string) => user('RequestTooLargeException', message, 413);

/** Code that is larger than a request may be. */
export const entityTooLarge = (message: string) => user('RequestEntityTooLargeException', message, 413);

export const accessDenied = (message: string) => user('AccessDeniedException', message, 403);

export const policyTooLong = () =>
  user('PolicyLengthExceededException', 'The final policy size is bigger than the limit (20480).', 400);

/** Reserved concurrency is used up. */
export const throttled = () =>
  user('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  });

/** These two shapes spell their message with a capital; every other one of Lambda's does not. */
const CAPITAL = new Set(['ResourceNotFoundException', 'ServiceException']);

export function errorBody(error: AwsError): object {
  return { ...error.fields, [CAPITAL.has(error.code) ? 'Message' : 'message']: error.message };
}
