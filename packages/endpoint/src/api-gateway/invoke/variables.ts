import { own } from '../../core/own.ts';
import type { Exchange } from './exchange.ts';

/** What is known about the answer; only access logs ask for it. */
export interface Answered {
  status: number;
  responseLength: number;
  /** Milliseconds. */
  latency: number;
}

/** `28/Dec/2025:10:00:00 +0000` */
export function requestTime(at: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/**
 * A `$context` variable by its name without `$context.`; undefined where it has no value.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function contextVariable(exchange: Exchange, name: string, answered?: Answered): string | undefined {
  if (name.startsWith('identity.')) {
    const key = name.slice('identity.'.length);
    const value = Object.entries(exchange.identity).find(([member]) => member === key)?.[1];
    return value ?? undefined;
  }
  const read = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
  return read?.(exchange, answered)?.toString();
}

type Read = (exchange: Exchange, answered: Answered | undefined) => string | number | undefined;

const VARIABLES: Readonly<Record<string, Read>> = {
  accountId: ({ accountId }) => accountId,
  apiId: ({ address }) => address.apiId,
  awsEndpointRequestId: ({ request }) => request.id,
  deploymentId: ({ stage }) => stage?.deploymentId,
  domainName: ({ domainName }) => domainName,
  domainPrefix: ({ address }) => address.apiId,
  'error.message': ({ failure }) => failure?.message,
  'error.messageString': ({ failure }) => failure && JSON.stringify(failure.message),
  'error.responseType': ({ failure }) =>
    failure && (failure.type ?? (failure.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX')),
  'error.validationErrorString': ({ failure }) => failure?.validation,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: ({ request }) => request.method,
  integrationErrorMessage: ({ integration }) => integration?.error,
  integrationLatency: ({ integration }) => integration?.latency,
  integrationStatus: ({ integration }) => integration?.status,
  'integration.error': ({ integration }) => integration?.error,
  'integration.integrationStatus': ({ integration }) => integration?.functionStatus,
  'integration.latency': ({ integration }) => integration?.latency,
  'integration.status': ({ integration }) => integration?.status,
  path: ({ address }) => `/${address.stageName}${address.sentPath}`,
  protocol: ({ request }) => `HTTP/${request.stream.httpVersion}`,
  requestId: ({ request }) => request.id,
  requestTime: ({ at }) => requestTime(at),
  requestTimeEpoch: ({ at }) => at,
  resourceId: ({ resource }) => resource?.id,
  resourcePath: ({ resource }) => resource?.path,
  responseLatency: (_exchange, answered) => answered?.latency,
  responseLength: (_exchange, answered) => answered?.responseLength,
  stage: ({ address }) => address.stageName,
  status: (_exchange, answered) => answered?.status,
  xrayTraceId: ({ traceId }) => traceId,
};

const REFERENCE = /\$context\.([A-Za-z][\w]*(?:\.[A-Za-z][\w]*)*)|\$stageVariables\.(\w+)/g;

/** Puts values in place of `$context.…` and `$stageVariables.…`; `missing` where there is none. */
export function substitute(text: string, exchange: Exchange, missing: string, answered?: Answered): string {
  return text.replace(REFERENCE, (_whole, name: string | undefined, variable: string | undefined) =>
    name !== undefined
      ? (contextVariable(exchange, name, answered) ?? missing)
      : (own(exchange.stage?.variables, variable ?? '') ?? missing),
  );
}
