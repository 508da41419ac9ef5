import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceName } from './api.ts';
import type { Listener } from './listener.ts';

/**
 * What decides whether a request is answered at all. Signatures do not protect the endpoint: any access key stands for
 * the account. It relies on what a web page cannot do: choose the headers `Host`, `Origin` and `Sec-Fetch-Site`, or send
 * `Authorization`, `X-Amz-Target` or a JSON content type to another origin without a preflight, which is refused like
 * every other foreign request.
 * docs/decisions/0009-web-pages-cannot-reach-the-endpoint.md
 */
export interface AccessRequest {
  /** Path as sent, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The Host header without its port, in lower case; undefined when it is missing or malformed. */
  host: string | undefined;
  /** Where the request is routed to. */
  service: ServiceName | undefined;
  /** Whether it calls a deployed API of API Gateway. */
  invocation: boolean;
}

export type AccessRefusal = 'request-target' | 'host' | 'origin' | 'query-credentials';

export type Access =
  /** `foreign`: sent by a page of another origin, and only for what the called API or bucket allows such pages. */
  { granted: true; foreign: boolean } | { granted: false; refusal: AccessRefusal; message: string };

/** Requests that a page of ours, or no page, has caused: https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header */
const OWN_SITES = new Set<unknown>([undefined, 'none', 'same-origin']);

/** Decides before anything else looks at a request. Pure: the same request always gets the same answer. */
export function checkAccess(request: AccessRequest, listener: Listener): Access {
  const { path, query, headers, host, service, invocation } = request;
  // An absolute target would replace the Host header (RFC 9112, 3.2.2); no client of AWS sends one.
  if (!path.startsWith('/')) return refuse('request-target', 'The request target must be a path.');
  if (host === undefined || !listener.answersTo(host)) {
    return refuse(
      'host',
      `The Host header must be one of ${listener.names.join(', ')}, or a name under one of them. To allow another name, start the endpoint with --allowed-host.`,
    );
  }
  const foreign = isForeign(headers);
  if (headers.authorization === undefined && query.has('X-Amz-Credential')) {
    const refusal = checkQueryCredentials(query, service, invocation, foreign);
    if (refusal !== undefined) return refuse('query-credentials', refusal);
  }
  if (foreign && !invocation && service !== 's3') {
    return refuse(
      'origin',
      'Requests from web pages of another origin are refused, except calls of APIs deployed to API Gateway, and of S3 buckets whose CORS configuration allows the origin.',
    );
  }
  return { granted: true, foreign };
}

/**
 * Whether a web page of another origin sent this. Browsers add Origin to every POST and to every request that asks
 * for CORS, and Sec-Fetch-Site to all requests; Node.js, curl and the SDKs send neither.
 */
function isForeign(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  if (!OWN_SITES.has(headers['sec-fetch-site'])) return true;
  return origin !== undefined && origin.toLowerCase() !== `http://${host?.toLowerCase()}`;
}

/** A form or a link can put anything into a query, so that credentials there are taken only as presigned URLs. */
function checkQueryCredentials(
  query: URLSearchParams,
  service: ServiceName | undefined,
  invocation: boolean,
  foreign: boolean,
): string | undefined {
  // API Gateway itself says what a signed query of an invocation lacks.
  if (invocation) {
    return foreign ? 'A web page of another origin cannot sign a request in its query.' : undefined;
  }
  if (service !== 's3') {
    return 'Credentials in the query are accepted for S3 and for APIs deployed to API Gateway. Sign the request in its Authorization header.';
  }
  const signed = query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256' && query.get('X-Amz-Signature');
  return signed ? undefined : 'Credentials in the query require X-Amz-Algorithm and X-Amz-Signature.';
}

function refuse(refusal: AccessRefusal, message: string): Access {
  return { granted: false, refusal, message };
}
