import { refusals, SUPPORT_LIST } from '../core/errors.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html, and this endpoint's own `NotImplemented`. */
export type ApiGatewayErrorCode =
  | 'BadRequestException'
  | 'ConflictException'
  | 'NotFoundException'
  | 'NotImplemented';

const refusal = refusals<ApiGatewayErrorCode>();

/** The closed set of refusals of the control plane, with the status that API Gateway sends. */
export const apiGatewayError = {
  badRequest: (message: string) => refusal('BadRequestException', message),
  notFound: (message: string) => refusal('NotFoundException', message, { status: 404 }),
  conflict: (message: string) => refusal('ConflictException', message, { status: 409 }),
  /** What AWS has and this endpoint does not: refused when it is asked for, not ignored at the first request. */
  notImplemented: (what: string) =>
    refusal(
      'NotImplemented',
      `The embedded endpoint does not implement ${what} of API Gateway. ${SUPPORT_LIST}`,
      { status: 501 },
    ),
};

/** The value, or a NotFoundException that says which kind of identifier named nothing. */
export function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw apiGatewayError.notFound(message);
  return value;
}

/** The same for an entry of a record: its own, not what every object inherits, such as `constructor`. */
export function foundIn<T>(
  entries: Readonly<Record<string, T>> | undefined,
  name: string,
  message: string,
): T {
  return found(entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined, message);
}
