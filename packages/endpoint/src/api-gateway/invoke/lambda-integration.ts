import type { Integration } from '@aws-sdk/client-api-gateway';
import type { Output } from '../../core/api.ts';
import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { own } from '../../core/own.ts';
import { continueTrace } from '../../core/trace-header.ts';
import type { WireResponse } from '../../core/wire.ts';
import { LAMBDA_URI } from '../integrations.ts';
import type { Exchange } from './exchange.ts';
import { gatewayFailure } from './gateway-failure.ts';
import { mediaType } from './media-type.ts';
import type { Permissions } from './permission.ts';
import { proxyEvent } from './proxy-event.ts';
import { proxyResponse } from './proxy-response.ts';

export type Integrate = (exchange: Exchange) => Promise<WireResponse>;

export interface LambdaIntegrationOptions {
  context: EndpointContext;
  permissions: Permissions;
  integration: Integration;
  variables: Readonly<Record<string, string>>;
  isBinary: (type: string | undefined) => boolean;
}

type Invoked = Output<'lambda', 'Invoke'>;

/** The proxy integration with a function, its alias or version. */
export function lambdaIntegration(options: LambdaIntegrationOptions): Integrate {
  const { context, permissions, integration, variables, isBinary } = options;
  const uri = (integration.uri ?? '').replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (_whole, name: string) => own(variables, name) ?? '',
  );
  const functionArn = LAMBDA_URI.exec(uri)?.[1] ?? '';
  const timeout = integration.timeoutInMillis ?? 29_000;

  return async (exchange) => {
    const { address, method, resource } = exchange;
    if (integration.httpMethod !== 'POST') {
      throw gatewayFailure.configuration(
        "Lambda's Invoke is a POST, and the integration's HTTP method is not",
      );
    }
    // With `credentials`, API Gateway invokes in that role, and the function's own policy is not asked.
    if (!integration.credentials) {
      const place = `${address.apiId}/${address.stageName}/${exchange.request.method}${resource?.path}`;
      const sourceArn = `arn:aws:execute-api:${context.region}:${context.accountId}:${place}`;
      const allowed = permissions.allows(functionArn, sourceArn);
      if (!(typeof allowed === 'boolean' ? allowed : await allowed)) {
        throw gatewayFailure.configuration(
          `Invalid permissions on Lambda function: ${functionArn} has no permission for apigateway.amazonaws.com from ${method?.httpMethod} ${resource?.path}`,
        );
      }
    }
    const started = context.clock.now();
    const invoked = await inTime(
      context,
      timeout,
      invoke(context, functionArn, proxyEvent(exchange, isBinary), exchange.traceId),
    ).catch((error: Error) => {
      exchange.integration = { latency: context.clock.now() - started, error: error.message };
      throw error;
    });
    const { StatusCode: status = 200 } = invoked;
    exchange.integration = { latency: context.clock.now() - started, status };
    if (invoked.FunctionError) {
      exchange.integration.error = invoked.FunctionError;
      throw gatewayFailure.badGateway(
        `Lambda execution failed with status ${status} due to a function error`,
      );
    }
    // Without an Accept header, a client is taken to want JSON.
    const accepted = mediaType(exchange.request.headers.accept) ?? 'application/json';
    const response = proxyResponse(invoked.Payload, isBinary(accepted));
    exchange.integration.functionStatus = response.status;
    const trace = continueTrace(context, exchange.traceId, exchange.stage?.tracingEnabled ?? false);
    return { ...response, headers: { 'x-amzn-trace-id': trace, ...response.headers } };
  };
}

async function invoke(
  { call }: EndpointContext,
  functionArn: string,
  event: Buffer,
  traceHeader: string,
): Promise<Invoked> {
  try {
    return await call('lambda', 'Invoke', { FunctionName: functionArn, Payload: event }, { traceHeader });
  } catch (thrown) {
    const error = AwsError.from(thrown);
    // An event of more than 6 MB: the body was within API Gateway's limit and is beyond Lambda's.
    if (error.status === 413) throw gatewayFailure.requestTooLarge();
    throw gatewayFailure.configuration(`Lambda's Invoke answered ${error.status} ${error.code}`);
  }
}

/** A function that takes longer goes on running; only its answer is no longer waited for. */
function inTime<T>({ clock }: EndpointContext, milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(milliseconds, () => reject(gatewayFailure.timeout()));
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}
