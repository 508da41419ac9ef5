import type { GatewayResponse, GatewayResponseType } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { apiGatewayError } from './errors.ts';
import type { ApiDefinition } from './model.ts';
import { entry, type PatchRules, text } from './patch.ts';

/**
 * The kinds of gateway response with the status of each; the two defaults take the status of what failed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const GATEWAY_STATUS: Readonly<Record<GatewayResponseType, number | undefined>> = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
};

export const DEFAULT_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' };

export const gatewayResponseType = z.enum(
  Object.keys(GATEWAY_STATUS) as [GatewayResponseType, ...GatewayResponseType[]],
);

export const GATEWAY_RESPONSE_RULES: PatchRules<GatewayResponse> = {
  '/statusCode': text('statusCode'),
  '/responseParameters/{name}': entry('responseParameters', String, 'Invalid parameter name specified'),
  '/responseTemplates/{contentType}': entry('responseTemplates'),
};

/** The customised response, or what API Gateway would answer without one. */
export function gatewayResponseIn(
  definition: ApiDefinition,
  responseType: GatewayResponseType,
): GatewayResponse {
  const status = GATEWAY_STATUS[responseType];
  return (
    definition.gatewayResponses[responseType] ?? {
      responseType,
      ...(status !== undefined && { statusCode: String(status) }),
      responseParameters: {},
      responseTemplates: DEFAULT_TEMPLATES,
      defaultResponse: true,
    }
  );
}

export function checkGatewayResponse({ statusCode, responseParameters }: GatewayResponse): void {
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) {
    throw apiGatewayError.badRequest('Invalid status code specified');
  }
  for (const name of Object.keys(responseParameters ?? {})) {
    if (!/^gatewayresponse\.header\.[\w-]+$/.test(name)) {
      throw apiGatewayError.badRequest(`Invalid mapping expression parameter specified: ${name}`);
    }
  }
}
