import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway';
import { own, setOwn } from '../../core/own.ts';
import type { Patterns } from '../../core/patterns.ts';
import type { WireResponse } from '../../core/wire.ts';
import type { Exchange } from './exchange.ts';
import { mapped } from './gateway-answer.ts';
import { gatewayFailure } from './gateway-failure.ts';
import type { Integrate } from './lambda-integration.ts';
import { compileTemplate, type Scope, type Template } from './mapping-template.ts';
import { mediaType } from './media-type.ts';
import { contextVariable } from './variables.ts';

/** An integration that answers by itself: its request template says with which status. */
export function mockIntegration(integration: Integration, patterns: Patterns): Integrate {
  const requests = compileAll(integration.requestTemplates);
  const responses = Object.values(integration.integrationResponses ?? {}).map((response) => ({
    response,
    pattern: response.selectionPattern || undefined,
    templates: compileAll(response.responseTemplates),
  }));

  return async (exchange) => {
    const request = chooseRequest(integration, requests, exchange);
    const status = readStatus(await render(request, exchange, patterns));
    const chosen = (await selected(status)) ?? responses.find(({ pattern }) => pattern === undefined);
    if (chosen === undefined) {
      throw gatewayFailure.configuration(`no integration response for the status ${status}`);
    }
    return respond(exchange, patterns, chosen.response, chosen.templates);
  };

  async function selected(status: string) {
    for (const response of responses) {
      const { pattern } = response;
      if (pattern === undefined) continue;
      if ((await patterns.test(`^(?:${pattern})$`, status)) === 'matches') return response;
    }
    return undefined;
  }
}

async function respond(
  exchange: Exchange,
  patterns: Patterns,
  { statusCode, responseParameters = {} }: IntegrationResponse,
  templates: ReadonlyMap<string, Template>,
): Promise<WireResponse> {
  const accepted = mediaType(exchange.request.headers.accept) ?? 'application/json';
  const contentType = templates.has(accepted) ? accepted : 'application/json';
  const template = templates.get(contentType) ?? [...templates.values()][0];
  const scope = scopeOf(exchange);
  const body = (await template?.(scope, patterns)) ?? '';
  const headers: Record<string, string> = { 'content-type': contentType };
  for (const [name, expression] of Object.entries(responseParameters)) {
    const value = mapped(expression, exchange);
    if (value === undefined) continue;
    setOwn(headers, name.slice('method.response.header.'.length).toLowerCase(), value);
  }
  const { responseOverride } = scope.context;
  for (const [name, value] of Object.entries(responseOverride.header))
    setOwn(headers, name.toLowerCase(), String(value));
  const override = Number(responseOverride.status);
  return {
    status: override >= 200 && override <= 599 ? override : Number(statusCode),
    headers,
    body,
  };
}

function compileAll(templates: Readonly<Record<string, string>> = {}): Map<string, Template> {
  return new Map(Object.entries(templates).map(([type, source]) => [type, compileTemplate(source)]));
}

/** The request template for the body's type; what happens without one is the passthrough behaviour. */
function chooseRequest(
  { passthroughBehavior }: Integration,
  templates: ReadonlyMap<string, Template>,
  { request }: Exchange,
): Template | undefined {
  const template = templates.get(mediaType(request.headers['content-type']) ?? 'application/json');
  if (template) return template;
  const refused =
    passthroughBehavior === 'NEVER' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size > 0);
  if (refused) throw gatewayFailure.unsupportedMediaType();
  return undefined;
}

async function render(
  template: Template | undefined,
  exchange: Exchange,
  patterns: Patterns,
): Promise<string> {
  return (await template?.(scopeOf(exchange), patterns)) ?? exchange.body?.toString('utf8') ?? '';
}

/** API Gateway's own parser takes `{ statusCode: 200 }`, without quotes, too. */
function readStatus(text: string): string {
  const status = /["']?statusCode["']?\s*:\s*["']?(\d{3})\b/.exec(text)?.[1];
  if (status === undefined)
    throw gatewayFailure.internal('the request template of a mock gives no statusCode');
  return status;
}

interface MockScope extends Scope {
  context: Record<string, unknown> & {
    responseOverride: { header: Record<string, unknown>; status: unknown };
  };
}

function scopeOf(exchange: Exchange): MockScope {
  const { headers, pathParameters = {}, request } = exchange;
  const body = exchange.body?.toString('utf8') ?? '';
  const query = Object.fromEntries(request.query);
  const all = { path: pathParameters, querystring: query, header: headers.single };
  const variable = (name: string) => contextVariable(exchange, name);
  return {
    context: {
      ...Object.fromEntries(
        ['apiId', 'httpMethod', 'path', 'requestId', 'requestTimeEpoch', 'resourcePath', 'stage'].map(
          (name) => [name, variable(name)],
        ),
      ),
      identity: exchange.identity,
      responseOverride: { header: {}, status: undefined },
    },
    stageVariables: exchange.stage?.variables ?? {},
    input: {
      body,
      params: (name?: string) =>
        name === undefined
          ? all
          : (own(pathParameters, name) ??
            own(query, name) ??
            own(request.headers, name.toLowerCase())?.toString() ??
            ''),
    },
    util: {
      escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1),
      urlEncode: (text: unknown) => encodeURIComponent(String(text)),
      urlDecode: (text: unknown) => decodeURIComponent(String(text)),
      base64Encode: (text: unknown) => Buffer.from(String(text), 'utf8').toString('base64'),
      base64Decode: (text: unknown) => Buffer.from(String(text), 'base64').toString('utf8'),
    },
  };
}
