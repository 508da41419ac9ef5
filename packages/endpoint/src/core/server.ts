import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkAccess } from './access.ts';
import type { ServiceName } from './api.ts';
import { type BodyReader, bodyReader, DEFAULT_BODY_BYTES } from './body.ts';
import { AwsError, coreError } from './errors.ts';
import { type Listener, readHost } from './listener.ts';
import type { Log } from './log.ts';
import { type OwnPages, ownPage } from './own-pages.ts';
import { escapeXml } from './protocols/xml.ts';
import { isInvocation, isRuntime, type Router, readScope } from './router.ts';
import type { Service } from './service.ts';
import type { WireRequest, WireResponse } from './wire.ts';

export interface ServerOptions {
  region: string;
  /** The names under which it may be called. */
  listener: Listener;
  log: Log;
  newId: () => string;
  router: Router;
  service: (name: ServiceName) => Service | Promise<Service>;
  pages: OwnPages;
  /** Called before an answer leaves: what it acknowledges must be durable. */
  flush: () => void;
}

/** The one HTTP server. It routes by credential scope, host and path before it reads a body. */
export function createEndpointServer(options: ServerOptions): Server {
  const bodies = bodyReader();
  // Bodies have deadlines of their own: the upload of a large object may take as long as it moves on.
  return createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (incoming, outgoing) => {
    // A client that goes away in the middle is its own business; nothing may bring the endpoint down.
    outgoing.on('error', () => {});
    void serve(incoming, outgoing, bodies, options).catch((cause: unknown) => {
      options.log('error', 'failed to write a response', { cause });
      outgoing.destroy();
    });
  });
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  bodies: BodyReader,
  options: ServerOptions,
): Promise<void> {
  const request = readRequest(incoming, outgoing, bodies, options.newId());
  let service: ServiceName | undefined;
  let response: WireResponse;
  try {
    const admitted = admit(request, options);
    const page = ownPage(admitted.request, options.pages);
    if (page !== undefined) return await write(page, incoming, outgoing, bodies);
    service = admitted.service;
    response = await dispatch(admitted, options);
  } catch (thrown) {
    const error = AwsError.from(thrown);
    if (error.code === 'InternalFailure')
      options.log('error', 'request failed', { path: request.path, cause: thrown });
    response = refusal(error, request);
  }
  await write(await acknowledged(response, request, service, options), incoming, outgoing, bodies);
}

/** The answer, unless it says that something was done which could not be made durable. */
async function acknowledged(
  response: WireResponse,
  request: WireRequest,
  service: ServiceName | undefined,
  options: ServerOptions,
): Promise<WireResponse> {
  try {
    options.flush();
    return response;
  } catch (thrown) {
    if (response.status >= 400 || service === undefined || isRuntime(request.path)) return response;
    if (response.body instanceof Readable) response.body.destroy();
    return (await options.service(service)).refuse(AwsError.from(thrown), request);
  }
}

interface Admitted {
  request: WireRequest;
  service: ServiceName | undefined;
}

/** Refuses what a web page could have sent, before anything acts on the request. */
function admit(request: WireRequest, { listener, log, router }: ServerOptions): Admitted {
  const { path, query, headers, host, scope } = request;
  const service = router.route(path, host, headers, scope);
  const invocation = isInvocation(path, host);
  const access = checkAccess(
    { path, query, headers, host: readHost(headers.host), service, invocation },
    listener,
  );
  if (!access.granted) {
    log('info', 'request refused', {
      refusal: access.refusal,
      host: headers.host,
      origin: headers.origin,
    });
    throw coreError.accessDenied(access.message);
  }
  return { request: access.foreign ? { ...request, foreign: true } : request, service };
}

async function dispatch({ request, service: name }: Admitted, options: ServerOptions): Promise<WireResponse> {
  if (name === undefined) {
    throw coreError.serviceNotImplemented(request.scope?.service);
  }
  const { scope } = request;
  if (scope && scope.region !== options.region && !options.router.isGlobal(scope)) {
    throw coreError.wrongRegion(scope.region, options.region);
  }
  const service = await options.service(name);
  return service.handle(request);
}

function readRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  bodies: BodyReader,
  id: string,
): WireRequest {
  const target = incoming.url ?? '/';
  const questionMark = target.indexOf('?');
  const query = new URLSearchParams(questionMark < 0 ? '' : target.slice(questionMark + 1));
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  if (hasBody(incoming)) bodies.watch(incoming);
  return {
    id,
    method: incoming.method ?? 'GET',
    path: questionMark < 0 ? target : target.slice(0, questionMark),
    query,
    headers: incoming.headers,
    host: readHost(incoming.headers.host) ?? '',
    scope: readScope(incoming.headers, query),
    foreign: false,
    signal: gone.signal,
    stream: incoming,
    body: (limit = DEFAULT_BODY_BYTES) => bodies.read(incoming, outgoing, limit),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A refusal for which no service speaks: JSON or XML, whichever the client reads. */
function refusal(error: AwsError, request: WireRequest): WireResponse {
  const headers = { 'x-amzn-requestid': request.id, 'x-amzn-errortype': error.code };
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const body = `<ErrorResponse><Error><Type>${error.fault}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${request.id}</RequestId></ErrorResponse>`;
    return { status: error.status, headers: { ...headers, 'content-type': 'text/xml' }, body };
  }
  const body = JSON.stringify({ __type: error.code, message: error.message });
  return { status: error.status, headers: { ...headers, 'content-type': 'application/json' }, body };
}

async function write(
  response: WireResponse,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  bodies: BodyReader,
): Promise<void> {
  const { body } = response;
  if (response.status >= 400 && hasBody(incoming)) await bodies.drain(incoming);
  // An unread body would stay in the socket and be taken for the next request.
  if (!incoming.complete && !incoming.readableEnded) outgoing.setHeader('connection', 'close');
  if (body instanceof Readable) {
    outgoing.writeHead(response.status, response.headers);
    await pipeline(body, outgoing).catch(() => outgoing.destroy());
    return;
  }
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  outgoing.writeHead(response.status, {
    ...(response.status !== 204 && response.status !== 304 && { 'content-length': bytes?.length ?? 0 }),
    ...response.headers,
  });
  outgoing.end(bytes);
}
