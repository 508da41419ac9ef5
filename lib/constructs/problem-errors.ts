import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { GatewayError } from './rest-service.ts';

/**
 * What API Gateway refuses of an API with an OpenAPI contract looks like what its handler refuses: problem details
 * (RFC 9457). The member `error` is for clients of routes that are older than the contract.
 */
export const PROBLEM_ERRORS: readonly GatewayError[] = [
  problem(ResponseType.BAD_REQUEST_BODY, 400, 'bad-request', 'Bad request'),
  problem(ResponseType.BAD_REQUEST_PARAMETERS, 400, 'bad-request', 'Bad request'),
  problem(ResponseType.REQUEST_TOO_LARGE, 413, 'payload-too-large', 'Payload too large'),
  problem(ResponseType.UNSUPPORTED_MEDIA_TYPE, 415, 'unsupported-media-type', 'Unsupported media type'),
  { ...problem(ResponseType.THROTTLED, 429, 'too-many-requests', 'Too many requests'), retryAfterSeconds: 1 },
  problem(ResponseType.INTEGRATION_FAILURE, 502, 'dependency-failed', 'Dependency failed'),
  problem(ResponseType.INTEGRATION_TIMEOUT, 504, 'deadline-exceeded', 'Deadline exceeded'),
];

function problem(type: ResponseType, status: number, code: string, title: string): GatewayError {
  const message = '$context.error.messageString';
  return {
    type,
    status: String(status),
    contentType: 'application/problem+json',
    template:
      `{"type":"urn:shop:problem:${code}","title":"${title}","status":${status},"detail":${message},` +
      `"code":"${code}","error":{"code":"$context.error.responseType","message":${message}}}`,
  };
}
