import type { GatewayResponse } from '@aws-sdk/client-api-gateway';
import { own, setOwn } from '../../core/own.ts';
import type { WireResponse } from '../../core/wire.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayFailure } from './gateway-failure.ts';
import { mediaType } from './media-type.ts';
import { contextVariable, substitute } from './variables.ts';

type Customised = Readonly<Record<string, GatewayResponse>>;

/** Answers for API Gateway itself: in its own words, or as the API's gateway responses say. */
export function gatewayAnswer(
  failure: GatewayFailure,
  exchange: Exchange,
  customised: Customised,
): WireResponse {
  const fallback = failure.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const response = (failure.type && own(customised, failure.type)) ?? customised[fallback];
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-amzn-errortype': failure.code,
  };
  if (response === undefined) {
    return { status: failure.status, headers, body: JSON.stringify({ [failure.member]: failure.message }) };
  }
  const [contentType, template] = chooseTemplate(response.responseTemplates ?? {}, exchange);
  headers['content-type'] = contentType;
  for (const [name, expression] of Object.entries(response.responseParameters ?? {})) {
    const value = mapped(expression, exchange);
    if (value === undefined) continue;
    setOwn(headers, name.slice('gatewayresponse.header.'.length).toLowerCase(), value);
  }
  return {
    status: response.statusCode ? Number(response.statusCode) : failure.status,
    headers,
    body: substitute(template, exchange, ''),
  };
}

/** The template for what the client accepts, or else the one for JSON, or else the first. */
function chooseTemplate(
  templates: Readonly<Record<string, string>>,
  { request }: Exchange,
): [contentType: string, template: string] {
  const entries = Object.entries(templates);
  const accepted = mediaType(request.headers.accept);
  return (
    entries.find(([type]) => type === accepted) ??
    entries.find(([type]) => type === 'application/json') ??
    entries[0] ?? ['application/json', '{"message":$context.error.messageString}']
  );
}

/** A parameter's value: `'static'`, `context.…`, `stageVariables.…` or `method.request.<place>.<name>`. */
export function mapped(expression: string, exchange: Exchange): string | undefined {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  if (literal !== undefined) return literal;
  if (expression.startsWith('context.'))
    return contextVariable(exchange, expression.slice('context.'.length));
  if (expression.startsWith('stageVariables.')) {
    return own(exchange.stage?.variables, expression.slice('stageVariables.'.length));
  }
  const [, place, name = ''] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(expression) ?? [];
  if (place === 'header') return own(exchange.request.headers, name.toLowerCase())?.toString();
  if (place === 'querystring') return exchange.request.query.getAll(name).at(-1);
  if (place === 'path') return own(exchange.pathParameters, name);
  return undefined;
}
