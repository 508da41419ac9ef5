import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceName } from './api.ts';
import type { ServiceDescriptor } from './service.ts';
import type { CredentialScope } from './wire.ts';

/** Credential scope of a request, from its Authorization header or, where it has none, from its presigned query. */
export function readScope(headers: IncomingHttpHeaders, query: URLSearchParams): CredentialScope | undefined {
  const { authorization } = headers;
  const credential =
    authorization === undefined
      ? query.get('X-Amz-Credential')
      : /Credential=([^,\s]+)/.exec(authorization)?.[1];
  const [accessKeyId, , region, service] = credential?.split('/') ?? [];
  if (!accessKeyId || !region || !service) return undefined;
  return { accessKeyId, region, service };
}

/** Path prefixes and hosts that determine the service of a request, whatever it is signed for. */
const INVOKE_PATH = /^\/(_aws\/execute-api\/|restapis\/[^/]+\/[^/]+\/_user_request_(\/|$))/;
const INVOKE_HOST = /^[a-z0-9]+\.execute-api\./;
const RUNTIME_PATH = /^\/_lambda\//;
const CUSTOM_RESOURCE_PATH = /^\/_cloudformation\//;

/** Whether a request calls a deployed API of API Gateway. */
export function isInvocation(path: string, host: string): boolean {
  return INVOKE_PATH.test(path) || INVOKE_HOST.test(host);
}

/** Whether a function's process asks for work or hands in a result: nothing that a client relies on. */
export function isRuntime(path: string): boolean {
  return RUNTIME_PATH.test(path);
}

/** Finds the service of a request and knows which credential scopes are global. */
export interface Router {
  /** Decided before the body is read. Undefined: none of the services. */
  route(
    path: string,
    host: string,
    headers: IncomingHttpHeaders,
    scope: CredentialScope | undefined,
  ): ServiceName | undefined;
  isGlobal(scope: CredentialScope): boolean;
}

type Routable = Pick<ServiceDescriptor, 'name' | 'scopes' | 'target' | 'global'>;

export function createRouter(services: readonly Routable[]): Router {
  const byScope = new Map(services.flatMap(({ name, scopes }) => scopes.map((scope) => [scope, name])));
  const byTarget = new Map(
    services.flatMap(({ name, target }) => (target === undefined ? [] : [[target, name]])),
  );
  const globalScopes = new Set(services.filter((service) => service.global).flatMap(({ scopes }) => scopes));
  return {
    isGlobal: ({ service }) => globalScopes.has(service),
    route(path, host, headers, scope) {
      if (isInvocation(path, host)) return 'apigateway';
      if (RUNTIME_PATH.test(path)) return 'lambda';
      if (CUSTOM_RESOURCE_PATH.test(path)) return 'cloudformation';
      const target = String(headers['x-amz-target'] ?? '').split('.')[0] ?? '';
      // DynamoDB and its Streams share a scope; the target tells them apart.
      const targeted = byTarget.get(target);
      if (targeted !== undefined && (scope === undefined || scope.service === 'dynamodb')) return targeted;
      if (scope !== undefined) return byScope.get(scope.service);
      // What comes unsigned and without a target is a plain GET of an object.
      return 's3';
    },
  };
}
