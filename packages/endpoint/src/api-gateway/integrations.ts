import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway';
import { apiGatewayError } from './errors.ts';
import { compileTemplate } from './invoke/mapping-template.ts';
import { entry, number, type PatchRules, text } from './patch.ts';

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function ARN>/invocations` */
export const LAMBDA_URI =
  /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;

const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];

export const INTEGRATION_RULES: PatchRules<Integration> = {
  '/uri': text('uri'),
  '/httpMethod': text('httpMethod'),
  '/credentials': text('credentials'),
  '/passthroughBehavior': text('passthroughBehavior'),
  '/contentHandling': text('contentHandling'),
  '/timeoutInMillis': number('timeoutInMillis'),
  '/cacheNamespace': text('cacheNamespace'),
  '/requestParameters/{name}': entry('requestParameters'),
  '/requestTemplates/{contentType}': entry('requestTemplates'),
};

export const INTEGRATION_RESPONSE_RULES: PatchRules<IntegrationResponse> = {
  '/selectionPattern': text('selectionPattern'),
  '/contentHandling': text('contentHandling'),
  '/responseParameters/{name}': entry('responseParameters'),
  '/responseTemplates/{contentType}': entry('responseTemplates'),
};

/** Refuses what AWS refuses, and what cannot run here: at once, not at the first request. */
export function checkIntegration(integration: Integration): void {
  if (integration.type !== 'AWS_PROXY' && integration.type !== 'MOCK') {
    throw apiGatewayError.notImplemented(`the integration type ${integration.type}`);
  }
  if (integration.responseTransferMode === 'STREAM') {
    throw apiGatewayError.notImplemented('the response transfer mode STREAM');
  }
  if (integration.connectionType === 'VPC_LINK') {
    throw apiGatewayError.notImplemented('the connection type VPC_LINK');
  }
  if (integration.passthroughBehavior && !PASSTHROUGH.includes(integration.passthroughBehavior)) {
    throw apiGatewayError.badRequest(
      'Invalid passthrough behavior specified. Valid options are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER',
    );
  }
  const timeout = integration.timeoutInMillis ?? 29_000;
  if (timeout < 50 || timeout > 29_000) {
    throw apiGatewayError.badRequest('Timeout should be between 50 ms and 29000 ms');
  }
  if (integration.type === 'AWS_PROXY') checkLambda(integration);
  else Object.values(integration.requestTemplates ?? {}).forEach(compileTemplate);
}

export function checkIntegrationResponse(response: IntegrationResponse): void {
  Object.values(response.responseTemplates ?? {}).forEach(compileTemplate);
  try {
    if (response.selectionPattern) new RegExp(response.selectionPattern);
  } catch {
    throw apiGatewayError.badRequest('Invalid selection pattern specified');
  }
}

function checkLambda({ uri = '', httpMethod }: Integration): void {
  if (!httpMethod) throw apiGatewayError.badRequest('Enumeration value for HttpMethod must be non-empty');
  const [arn, , , region, service, ...rest] = uri.split(':');
  if (arn !== 'arn' || service === undefined || !uri.includes(':apigateway:') || !region) {
    throw apiGatewayError.badRequest('Invalid ARN specified in the request');
  }
  const [kind] = rest.join(':').split('/');
  if (kind !== 'path' && kind !== 'action') {
    throw apiGatewayError.badRequest('AWS ARN for integration must contain path or action');
  }
  if (!LAMBDA_URI.test(uri)) {
    throw apiGatewayError.badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
}
