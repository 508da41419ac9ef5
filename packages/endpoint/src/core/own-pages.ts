import type { RecordedCall } from './calls/call-journal.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** What the endpoint says about itself. */
export interface Health {
  status: 'running' | 'degraded';
  /** Tells this endpoint apart from LocalStack and other servers. */
  kind: 'embedded-aws-endpoint';
  /** Made at each start: a client that knows it notices when another endpoint has taken the port. */
  id: string;
  region: string;
  accountId: string;
  services: readonly string[];
  /** What is wrong while the status is `degraded`. */
  problems?: readonly string[];
}

/** What the endpoint's own pages show. */
export interface OwnPages {
  health(): Health;
  /** The recorded calls after a cursor; asking for them starts the recording. */
  calls(after: number): { cursor: number; calls: readonly RecordedCall[] };
}

/**
 * Pages of the endpoint's own, which need no credentials. A signed request to `/` or `/health` is for S3.
 * `/_localstack/health` has LocalStack's form, for tools that wait for it.
 */
export function ownPage(request: WireRequest, { health, calls }: OwnPages): WireResponse | undefined {
  const { method, path, scope, foreign } = request;
  if (foreign) return undefined;
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (path === '/_endpoint/health' || path === '/_health') return json(health());
  if (path === '/_endpoint/calls') return json(calls(Number(request.query.get('after') ?? 0) || 0));
  if (path === '/_localstack/health') return json(localStackForm(health()));
  if (scope !== undefined || request.query.size > 0) return undefined;
  if (path === '/health') return json(health());
  if (path === '/')
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: page(health(), request) };
  return undefined;
}

function json(body: object): WireResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function localStackForm({ services, ...health }: Health): object {
  const state = health.status === 'running' ? 'running' : 'error';
  return {
    services: Object.fromEntries(services.map((name) => [name, state])),
    edition: health.kind,
    ...health,
  };
}

function page({ status, region, accountId, services }: Health, request: WireRequest): string {
  const url = `http://${request.headers.host}`;
  return `Embedded AWS endpoint of Modes of Dataflow: ${status}, region ${region}, account ${accountId}.

To use it with the AWS SDKs, the AWS CLI and the CDK:

  export AWS_ENDPOINT_URL=${url} AWS_ENDPOINT_URL_S3=${url}
  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test

A deployed REST API is at ${url}/_aws/execute-api/<api id>/<stage>/<path>

Services: ${services.join(', ')}
Health: ${url}/_endpoint/health
`;
}
