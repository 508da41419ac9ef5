import {
  Code,
  ConnectError,
  type ConnectRouter,
  createConnectRouter,
  createContextValues,
  type HandlerContext,
  type Interceptor,
} from '@connectrpc/connect';
import type { UniversalHandler } from '@connectrpc/connect/protocol';
import { compressionGzip } from '@connectrpc/connect-node';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { ShopError } from '../../errors.ts';
import { applyFaults } from '../../faults/apply-faults.ts';
import { RETRY_AFTER_S } from '../../http.ts';
import { checkedText } from '../../http-event.ts';
import { identifyAs, ownIdentity } from '../../identity.ts';
import { logger } from '../../logging.ts';
import { Deadline } from '../../resilience/deadline.ts';
import { activeSpan } from '../../tracing/active-span.ts';
import { traceRequests } from '../../tracing/trace-requests.ts';
import { readCallMetadata, requireTimeout } from '../call-metadata.ts';
import { type CallState, callStateKey } from './call-state.ts';
import { CONNECT_FAILURES, toConnectError } from './error.ts';
import { readUniversalRequest, renderFailure, renderUniversalResponse } from './proxy-event.ts';

export interface ConnectHandlerOptions {
  /** Returned in every response, so that a client sees which release served it. */
  release: string;
  /** Adds the service's implementations, as `router.service(FraudService, { assess, getAssessment })`. */
  register(router: ConnectRouter): void;
  /** Larger messages are refused with `resource_exhausted` (413), also when they are that large only unpacked. */
  maxBodyBytes?: number;
}

/**
 * A handler for API Gateway's proxy events that serves unary calls in the Connect protocol (binary and JSON, also
 * by GET where a method has no side effects) and in gRPC-Web (binary). gRPC itself needs HTTP/2, which API Gateway
 * does not speak to functions.
 *
 * Implementations throw `ShopError`. A call without a deadline is refused.
 *
 * @see https://connectrpc.com/docs/protocol
 */
export function connectHandler({ release, register, maxBodyBytes = 64 * 1024 }: ConnectHandlerOptions) {
  const router = createConnectRouter({
    grpc: false,
    readMaxBytes: maxBodyBytes,
    acceptCompression: [compressionGzip],
    jsonOptions: JSON_OPTIONS,
    interceptors: [serveCall],
    requestGate,
  });
  register(router);
  identifyAs(release);
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));

  return traceRequests(
    async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
      const handler = handlers.get(event.path);
      const answer =
        handler === undefined
          ? renderFailure(event, 404, new ConnectError('there is no method at this path', Code.Unimplemented))
          : await serveUnderFaults(handler, event, context);
      return { ...answer, headers: { ...answer.headers, 'x-dataflow-release': release } };
    },
  );
}

/**
 * A replacement character in the place of a wrong byte would change what the client sent. Connect's types do not name the
 * decoder, which its JSON serialization takes from here.
 */
const JSON_OPTIONS = {
  ignoreUnknownFields: true,
  textDecoder: new TextDecoder('utf-8', { fatal: true }),
};

async function serveUnderFaults(handler: UniversalHandler, event: APIGatewayProxyEvent, context: Context) {
  const state = readState(event);
  const method = handler.requestPath.slice(1);
  activeSpan()?.rename(method).set({ 'rpc.system.name': 'connectrpc', 'rpc.method': method });
  const { service } = ownIdentity();
  const caller = state.metadata?.caller?.service;
  try {
    return await applyFaults({ service, caller, operation: handler.method.name }, () =>
      serve(handler, event, context, state),
    );
  } catch (error) {
    state.failure = ShopError.from(error);
    return serve(handler, event, context, state);
  }
}

async function serve(
  handler: UniversalHandler,
  event: APIGatewayProxyEvent,
  context: Context,
  state: CallState,
): Promise<APIGatewayProxyResult> {
  let response = await run(handler, event, state);
  const refusal = state.invoked || state.failure !== undefined ? undefined : refusalOf(state.signal);
  if (refusal !== undefined) {
    // Connect calls a message that it cannot read an internal error, and may quote it. Nothing has run yet, so the
    // same request, refused at the gate, is answered in its own protocol.
    state.failure = refusal;
    response = await run(handler, event, state);
  }
  if (response.status === 405) {
    const error = new ConnectError('the HTTP method is not allowed here', Code.Unimplemented);
    return renderFailure(event, 405, error, { allow: handler.allowedMethods.join(', ') });
  }
  if (response.status === 415) return renderFailure(event, 415, toConnectError(UNSUPPORTED), ACCEPTED);
  const { failure } = state;
  if (failure !== undefined) activeSpan()?.set({ 'error.type': failure.code });
  if (failure !== undefined && SERVER_FAULTS.has(CONNECT_FAILURES[failure.code].code)) {
    logger.error('request failed', {
      requestId: context.awsRequestId,
      method: event.httpMethod,
      resource: event.path,
      error: failure,
    });
  }
  // gRPC-Web answers 200 with the error in its trailers.
  const isError = response.status !== 200 && failure !== undefined;
  const answer = await renderUniversalResponse(
    response,
    isError ? CONNECT_FAILURES[failure.code].status : undefined,
  );
  if (failure?.code === 'too-many-requests')
    answer.headers = { ...answer.headers, 'retry-after': RETRY_AFTER_S };
  return answer;
}

const UNSUPPORTED = new ShopError(
  'unsupported-media-type',
  'the content type must be one of Connect (unary) or gRPC-Web',
);
const ACCEPTED = { 'accept-post': 'application/json, application/proto, application/grpc-web+proto' };

/** Codes that say that the service failed, and not its client. */
const SERVER_FAULTS: ReadonlySet<Code> = new Set([Code.Internal, Code.Unavailable, Code.DeadlineExceeded]);

function run(handler: UniversalHandler, event: APIGatewayProxyEvent, state: CallState) {
  const contextValues = createContextValues().set(callStateKey, state);
  return handler({ ...readUniversalRequest(event), contextValues });
}

function readState(event: APIGatewayProxyEvent): CallState {
  const state: CallState = {
    metadata: undefined,
    deadline: undefined,
    invoked: false,
    signal: undefined,
    failure: undefined,
  };
  try {
    state.metadata = readCallMetadata(event.headers);
    state.deadline = Deadline.in(requireTimeout(state.metadata));
  } catch (error) {
    state.failure = ShopError.from(error);
  }
  return state;
}

/** Runs before the body is read. */
function requestGate({ values, signal }: HandlerContext): void {
  const state = values.get(callStateKey);
  if (state === undefined) return;
  state.signal = signal;
  if (state.failure !== undefined) throw toConnectError(state.failure);
}

/** Around each implementation. */
const serveCall: Interceptor = (next) => async (request) => {
  const state = request.contextValues.get(callStateKey);
  if (state === undefined) throw new Error('the call came past the handler');
  state.invoked = true;
  try {
    // Fields that this release does not know are ignored, whatever is in them.
    checkedText('the message', { ...request.message, $unknown: undefined });
    if (state.deadline?.isOver !== false) {
      throw new ShopError('deadline-exceeded', TIME_UP);
    }
    return await next(request);
  } catch (error) {
    state.failure = ShopError.from(error);
    throw toConnectError(state.failure);
  }
};

const TIME_UP = 'the time of the caller is up';

/** Why Connect has refused a request by itself; undefined when it has not. */
function refusalOf(signal: AbortSignal | undefined): ShopError | undefined {
  if (signal?.aborted !== true) return undefined;
  const { code, rawMessage } = ConnectError.from(signal.reason);
  if (code === Code.DeadlineExceeded) return new ShopError('deadline-exceeded', TIME_UP);
  if (code === Code.ResourceExhausted) {
    return new ShopError('payload-too-large', 'the message is too large');
  }
  if (code === Code.Unimplemented && rawMessage.startsWith('unknown compression')) {
    return new ShopError('unsupported-media-type', 'the body must be uncompressed or compressed with gzip');
  }
  // Up to where the parser of JSON begins to quote the value.
  const [field] = /^cannot decode (field|message) [\w.]+ from JSON/.exec(rawMessage) ?? [];
  return new ShopError('bad-request', field ?? 'the message is not valid');
}
