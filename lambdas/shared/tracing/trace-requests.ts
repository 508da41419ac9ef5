import type { Attributes } from '@opentelemetry/api';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { headerReader } from '../protocols/call-metadata.ts';
import { runInSpan } from './active-span.ts';
import { amazonParent, isTracing } from './sampling.ts';
import { Span } from './span.ts';
import { parseTraceparent, TRACEPARENT } from './trace-context.ts';

type ProxyHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

let served = false;

/**
 * Records each request of a handler as a server span, by its route; the handler may rename it. The caller's `traceparent`
 * decides whether it is recorded. Without one the trace is that of `X-Amzn-Trace-Id`, which API Gateway gives every request.
 */
export function traceRequests(handler: ProxyHandler): ProxyHandler {
  return async (event, context) => {
    if (!isTracing()) return handler(event, context);
    const span = new Span({
      name: `${event.httpMethod} ${event.resource}`,
      kind: 'server',
      parent: parentOf(event),
      attributes: describe(event, context),
    });
    return runInSpan(span, async () => {
      const result = await handler(event, context);
      span.set({ 'http.response.status_code': result.statusCode });
      if (result.statusCode >= 500) span.fail();
      return result;
    });
  };
}

function parentOf({ headers }: APIGatewayProxyEvent) {
  const header = headerReader(headers);
  return parseTraceparent(header(TRACEPARENT)) ?? amazonParent(header('x-amzn-trace-id'));
}

function describe({ httpMethod, resource }: APIGatewayProxyEvent, { awsRequestId }: Context): Attributes {
  const coldStart = !served;
  served = true;
  return {
    'http.request.method': httpMethod,
    'http.route': resource,
    'faas.trigger': 'http',
    'faas.invocation.id': awsRequestId,
    'faas.coldstart': coldStart,
  };
}
