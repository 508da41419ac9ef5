import type { Call } from '../../core/calls/call.ts';
import { amazonHeader, type TraceContext } from '../../core/calls/trace-context.ts';
import { traceHeadersOf } from '../../core/operation.ts';
import type { WireRequest, WireResponse } from '../../core/wire.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { HTTP_METHODS } from '../methods.ts';
import { accessLog } from './access-log.ts';
import { type Address, readAddress } from './address.ts';
import { readBody } from './body.ts';
import { type DeployedStage, deployedStages } from './deployed.ts';
import type { Exchange } from './exchange.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { GatewayFailure, gatewayFailure } from './gateway-failure.ts';
import { authorize } from './iam-authorization.ts';
import { anonymous } from './identity.ts';
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

  async function invoke(exchange: Exchange, deployed: DeployedStage | undefined): Promise<WireResponse> {
    if (deployed === undefined || deployed.definition.restApi.disableExecuteApiEndpoint) {
      throw gatewayFailure.forbidden();
    }
    exchange.stage = deployed.stage;
    const method = route(exchange, deployed);
    if (method.method.authorizationType === 'AWS_IAM') await authorize(context, exchange);
    if (method.method.apiKeyRequired) usage.admit(exchange);
    if (method.bucket?.take() === false) throw gatewayFailure.throttled();
    exchange.body = await readBody(exchange.request);
    await method.validate?.(exchange);
    return method.integrate(exchange);
  }

  async function answer(request: WireRequest, address: Address, { trace }: Call): Promise<WireResponse> {
    const exchange = begin(engine, request, address, trace);
    const deployed = findDeployed(address.apiId, address.stageName);
    const response = await invoke(exchange, deployed).catch((thrown: unknown) => {
      const failure =
        thrown instanceof GatewayFailure ? thrown : gatewayFailure.internal('an internal error');
      report(failure, thrown, address);
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
  function report(failure: GatewayFailure, cause: unknown, { apiId, stageName }: Address): void {
    const { reason, status } = failure;
    if (failure !== cause) context.log('error', 'invocation failed', { api: apiId, stage: stageName, cause });
    else if (reason !== undefined) {
      const level = status === 500 ? 'warn' : 'info';
      context.log(level, 'an integration could not answer', { api: apiId, stage: stageName, status, reason });
    }
  }

  return {
    handle(request) {
      const address = readAddress(request);
      if (address === undefined) return undefined;
      const { apiId, stageName, path } = address;
      return context.calls.run(
        {
          id: request.id,
          service: 'execute-api',
          operation: 'Invoke',
          input: () => ({ apiId, stageName, method: request.method, path }),
          origin: 'wire',
          principal: () => context.principals.ofAccessKey(request.scope?.accessKeyId),
          resource: () =>
            `arn:aws:execute-api:${context.region}:${context.accountId}:${apiId}/${stageName}/${request.method}${path}`,
          traceHeaders: traceHeadersOf(request),
        },
        (call) => answer(request, address, call),
      );
    },
    close: () => logs.close(),
  };
}

function begin(
  { context }: ApiGatewayEngine,
  request: WireRequest,
  address: Address,
  trace: TraceContext,
): Exchange {
  const at = context.clock.now();
  const { stream } = request;
  const identity = anonymous(stream.socket.remoteAddress, request.headers['user-agent']);
  const hex = request.id.replaceAll('-', '');
  const sent = request.headers['x-amzn-trace-id'];
  const traceId = typeof sent === 'string' ? sent : amazonHeader(trace);
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
function route(exchange: Exchange, { routes }: DeployedStage) {
  const segments = segmentsOf(exchange.address.path);
  if (segments === undefined) throw gatewayFailure.badRequest();
  const { method: httpMethod } = exchange.request;
  const known = HTTP_METHODS.includes(httpMethod);
  const match = matchRoute(routes, segments, ({ resource, method }) => {
    const deployed = known ? method(httpMethod) : undefined;
    return deployed && { resource, deployed };
  });
  if (match === undefined) throw gatewayFailure.missingAuthenticationToken();
  const { resource, deployed } = match.target;
  exchange.resource = resource;
  exchange.method = deployed.method;
  exchange.pathParameters = match.parameters;
  return deployed;
}
