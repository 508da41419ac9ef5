import type { Authorization } from '../../core/calls/authorization.ts';
import type { Call } from '../../core/calls/call.ts';
import { amazonHeader, newTrace, readTrace } from '../../core/calls/trace-context.ts';
import { AwsError } from '../../core/errors.ts';
import { traceHeadersOf } from '../../core/operation.ts';
import type { WireRequest, WireResponse } from '../../core/wire.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { HTTP_METHODS } from '../methods.ts';
import { accessLog } from './access-log.ts';
import { type Address, readAddress } from './address.ts';
import { readBody } from './body.ts';
import { type DeployedMethod, type DeployedStage, deployedStages } from './deployed.ts';
import type { Exchange } from './exchange.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { callerRefusal, GatewayFailure, gatewayFailure } from './gateway-failure.ts';
import { anonymous, identify } from './identity.ts';
import { readRequestHeaders } from './request-headers.ts';
import { matchRoute, segmentsOf } from './route-tree.ts';
import { usageControl } from './usage.ts';

export interface DataPlane {
  /** Answers a request to a deployed API; undefined where the request is none. */
  handle(request: WireRequest): Promise<WireResponse> | undefined;
  close(): Promise<void>;
}

export function dataPlane(engine: ApiGatewayEngine): DataPlane {
  const { context } = engine;
  const findDeployed = deployedStages(engine);
  const usage = usageControl(engine);
  const logs = accessLog(context);

  async function invoke(
    exchange: Exchange,
    method: DeployedMethod,
    { principal }: Call,
  ): Promise<WireResponse> {
    if (method.method.authorizationType === 'AWS_IAM') {
      identify(exchange.identity, context, exchange.request.scope?.accessKeyId, principal);
    }
    if (method.method.apiKeyRequired) usage.admit(exchange);
    if (method.bucket?.take() === false) throw gatewayFailure.throttled();
    exchange.body ??= await readBody(exchange.request);
    await method.validate?.(exchange);
    return method.integrate(exchange);
  }

  /** Runs the exchange as a call, in which interceptors decide whether its caller may make it. */
  function call(exchange: Exchange, deployed: DeployedStage | undefined): Promise<WireResponse> {
    const { request, address } = exchange;
    const { apiId, stageName, path } = address;
    let routed: DeployedMethod | undefined;
    const method = () => {
      routed ??= route(exchange, deployed);
      return routed;
    };
    return context.calls.run(
      {
        id: request.id,
        service: 'execute-api',
        operation: 'Invoke',
        input: () => ({ apiId, stageName, method: request.method, path }),
        origin: 'wire',
        principal: () => context.principals.ofAccessKey(request.scope?.accessKeyId),
        resource: () =>
          `arn:aws:execute-api:${context.region}:${context.accountId}:${apiId}/${stageName}/${request.method}${decodedPath(path)}`,
        authorization: () => authorizationOf(exchange, method(), deployed?.policy),
        traceHeaders: { ...traceHeadersOf(request), amazon: exchange.traceId },
      },
      (running) => invoke(exchange, method(), running),
    );
  }

  async function answer(request: WireRequest, address: Address): Promise<WireResponse> {
    const exchange = begin(engine, request, address);
    const deployed = findDeployed(address.apiId, address.stageName);
    const response = await call(exchange, deployed).catch((thrown: unknown) => {
      const failure = asFailure(thrown);
      report(failure, address);
      exchange.failure = failure;
      return gatewayAnswer(failure, exchange, deployed?.definition.gatewayResponses ?? {});
    });
    if (deployed?.stage.accessLogSettings) {
      const { body } = response;
      const responseLength =
        typeof body === 'string' || body instanceof Uint8Array ? Buffer.byteLength(body) : 0;
      const latency = context.clock.now() - exchange.at;
      logs.note(exchange, { status: response.status, responseLength, latency });
    }
    return {
      ...response,
      headers: {
        'x-amzn-requestid': request.id,
        'x-amz-apigw-id': exchange.extendedRequestId,
        ...response.headers,
      },
    };
  }

  /** On AWS only a stage's execution logs say why the answer is an unspecific 500 or 502. */
  function report({ reason, status }: GatewayFailure, { apiId, stageName }: Address): void {
    if (reason === undefined) return;
    const level = status === 500 ? 'warn' : 'info';
    context.log(level, 'an integration could not answer', { api: apiId, stage: stageName, status, reason });
  }

  return {
    handle(request) {
      const address = readAddress(request);
      return address === undefined ? undefined : answer(request, address);
    },
    close: () => logs.close(),
  };
}

/** What the method and the API's own policy ask of callers; undefined where both let everyone in. */
function authorizationOf(
  exchange: Exchange,
  { method }: DeployedMethod,
  resourcePolicy: DeployedStage['policy'],
): Authorization | undefined {
  const by = method.authorizationType === 'AWS_IAM' ? 'signature' : 'policy';
  if (by === 'policy' && resourcePolicy === undefined) return undefined;
  const { request } = exchange;
  const body = async () => {
    exchange.body ??= await readBody(request);
    return exchange.body;
  };
  return { by, request, body, resourcePolicy };
}

/** Any error as the one that API Gateway answers with; one that is not its own has been logged as a failed call. */
function asFailure(thrown: unknown): GatewayFailure {
  if (thrown instanceof GatewayFailure) return thrown;
  return callerRefusal(AwsError.from(thrown)) ?? gatewayFailure.internal('an internal error');
}

function begin({ context }: ApiGatewayEngine, request: WireRequest, address: Address): Exchange {
  const at = context.clock.now();
  const { stream } = request;
  const identity = anonymous(stream.socket.remoteAddress, request.headers['user-agent']);
  const hex = request.id.replaceAll('-', '');
  const sent = request.headers['x-amzn-trace-id'];
  const traceId =
    typeof sent === 'string' ? sent : amazonHeader(readTrace(traceHeadersOf(request)) ?? newTrace(context));
  return {
    request,
    address,
    accountId: context.accountId,
    domainName: address.host ?? `${address.apiId}.execute-api.${context.region}.amazonaws.com`,
    extendedRequestId: Buffer.from(hex.slice(0, 22), 'hex').toString('base64'),
    traceId,
    at,
    headers: readRequestHeaders(stream.rawHeaders, {
      sourceIp: identity.sourceIp,
      port: String(stream.socket.localPort ?? ''),
      traceId,
    }),
    identity,
  };
}

/** A route that does not exist, and a method that its resource lacks, get the same answer. */
function route(exchange: Exchange, deployed: DeployedStage | undefined): DeployedMethod {
  if (deployed === undefined || deployed.definition.restApi.disableExecuteApiEndpoint) {
    throw gatewayFailure.forbidden();
  }
  exchange.stage = deployed.stage;
  const { routes } = deployed;
  const segments = segmentsOf(exchange.address.path);
  if (segments === undefined) throw gatewayFailure.badRequest();
  const { method: httpMethod } = exchange.request;
  const known = HTTP_METHODS.includes(httpMethod);
  const match = matchRoute(routes, segments, ({ resource, method }) => {
    const found = known ? method(httpMethod) : undefined;
    return found && { resource, found };
  });
  if (match === undefined) throw gatewayFailure.missingAuthenticationToken();
  const { resource, found } = match.target;
  exchange.resource = resource;
  exchange.method = found.method;
  exchange.pathParameters = match.parameters;
  return found;
}

/** Policies name paths as routes do: an escape that a route does not need must not get around them. */
function decodedPath(path: string): string {
  const segments = segmentsOf(path);
  return segments === undefined ? path : `/${segments.map(({ decoded }) => decoded).join('/')}`;
}
