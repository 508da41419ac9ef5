import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';
import { type AwsError, Refusal } from '../../core/errors.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export type GatewayFailureCode =
  | 'AccessDeniedException'
  | 'BadRequestException'
  | 'ExpiredTokenException'
  | 'ForbiddenException'
  | 'IncompleteSignatureException'
  | 'InternalServerErrorException'
  | 'InvalidSignatureException'
  | 'LimitExceededException'
  | 'MissingAuthenticationTokenException'
  | 'RequestTooLargeException'
  | 'TooManyRequestsException'
  | 'UnrecognizedClientException';

export interface GatewayFailureOptions {
  /** The kind of gateway response; undefined: the default for its status. */
  type?: GatewayResponseType;
  status: number;
  /** What `x-amzn-errortype` says. */
  code: GatewayFailureCode;
  message: string;
  /** `$context.error.validationErrorString` */
  validation?: string;
  /** For the log: what went wrong behind an answer that does not say. */
  reason?: string;
  /** The member of the answer that has the message, where no gateway response is set up. */
  member?: 'message' | 'Message';
}

/** A request that API Gateway itself answers: thrown while a request is invoked, and caught in `invoke.ts`. */
export class GatewayFailure extends Refusal<GatewayFailureCode> {
  readonly type: GatewayResponseType | undefined;
  readonly member: 'message' | 'Message';
  readonly validation: string | undefined;
  readonly reason: string | undefined;

  constructor(options: GatewayFailureOptions) {
    super(options.code, options.message, { status: options.status });
    this.name = 'GatewayFailure';
    this.type = options.type;
    this.member = options.member ?? 'message';
    this.validation = options.validation;
    this.reason = options.reason;
  }
}

const INTERNAL = { code: 'InternalServerErrorException', message: 'Internal server error' } as const;

/** The closed set of answers that come from API Gateway and not from an integration. */
export const gatewayFailure = {
  /** An unknown API or stage, or one whose default endpoint is switched off. */
  forbidden: () => new GatewayFailure({ status: 403, code: 'ForbiddenException', message: 'Forbidden' }),
  /** A route that does not exist looks like one that wants a signature. */
  missingAuthenticationToken: () =>
    new GatewayFailure({
      type: 'MISSING_AUTHENTICATION_TOKEN',
      status: 403,
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    }),
  invalidApiKey: () =>
    new GatewayFailure({
      type: 'INVALID_API_KEY',
      status: 403,
      code: 'ForbiddenException',
      message: 'Forbidden',
    }),
  throttled: () =>
    new GatewayFailure({
      type: 'THROTTLED',
      status: 429,
      code: 'TooManyRequestsException',
      message: 'Too Many Requests',
    }),
  quotaExceeded: () =>
    new GatewayFailure({
      type: 'QUOTA_EXCEEDED',
      status: 429,
      code: 'LimitExceededException',
      message: 'Limit Exceeded',
    }),
  badRequest: () => new GatewayFailure({ status: 400, code: 'BadRequestException', message: 'Bad Request' }),
  badParameters: (missing: readonly string[]) =>
    new GatewayFailure({
      type: 'BAD_REQUEST_PARAMETERS',
      status: 400,
      code: 'BadRequestException',
      message: `Missing required request parameters: [${missing.join(', ')}]`,
    }),
  badBody: (validation: string) =>
    new GatewayFailure({
      type: 'BAD_REQUEST_BODY',
      status: 400,
      code: 'BadRequestException',
      message: 'Invalid request body',
      validation,
    }),
  requestTooLarge: () =>
    new GatewayFailure({
      type: 'REQUEST_TOO_LARGE',
      status: 413,
      code: 'RequestTooLargeException',
      message: 'Request Too Long',
    }),
  unsupportedMediaType: () =>
    new GatewayFailure({
      type: 'UNSUPPORTED_MEDIA_TYPE',
      status: 415,
      code: 'BadRequestException',
      message: 'Unsupported Media Type',
    }),
  /** The integration cannot be called as it is set up: no permission, no such function, no matching response. */
  configuration: (reason: string) =>
    new GatewayFailure({ type: 'API_CONFIGURATION_ERROR', status: 500, ...INTERNAL, reason }),
  /** The function failed, or its answer is not one that API Gateway understands. */
  badGateway: (reason: string) => new GatewayFailure({ status: 502, ...INTERNAL, reason }),
  timeout: () =>
    new GatewayFailure({
      type: 'INTEGRATION_TIMEOUT',
      status: 504,
      code: 'InternalServerErrorException',
      message: 'Endpoint request timed out',
    }),
  internal: (reason: string) => new GatewayFailure({ status: 500, ...INTERNAL, reason }),
};

/** Kinds of gateway response for callers that IAM refuses; a refusal without `type` gets the default for 4xx. */
const CALLER_REFUSALS: readonly { code: GatewayFailureCode; type?: GatewayResponseType }[] = [
  { code: 'MissingAuthenticationTokenException', type: 'MISSING_AUTHENTICATION_TOKEN' },
  { code: 'IncompleteSignatureException', type: 'INVALID_SIGNATURE' },
  { code: 'InvalidSignatureException', type: 'INVALID_SIGNATURE' },
  { code: 'ExpiredTokenException', type: 'EXPIRED_TOKEN' },
  { code: 'UnrecognizedClientException' },
  { code: 'AccessDeniedException', type: 'ACCESS_DENIED' },
];

/** The refusal of a caller as API Gateway answers it; undefined for any other error. */
export function callerRefusal({ code, message, status }: AwsError): GatewayFailure | undefined {
  const refusal = CALLER_REFUSALS.find((known) => known.code === code);
  if (refusal === undefined) return undefined;
  return new GatewayFailure({
    ...refusal,
    status,
    message,
    // Only this refusal is capitalised on AWS.
    member: code === 'AccessDeniedException' ? 'Message' : 'message',
  });
}
