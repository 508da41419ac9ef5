import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { ShopError, type ShopErrorCode } from './errors.ts';
import { applyFaults } from './faults/apply-faults.ts';
import { checkedText, readJsonBody, readPathParameters } from './http-event.ts';
import { HTTP_STATUS } from './http-status.ts';
import { identifyAs, ownIdentity } from './identity.ts';
import { logger } from './logging.ts';
import { readCallMetadata } from './protocols/call-metadata.ts';
import { Deadline } from './resilience/deadline.ts';
import { activeSpan } from './tracing/active-span.ts';
import { traceRequests } from './tracing/trace-requests.ts';

export interface RestRequest {
  method: string;
  /** As it stands in the URL, encoded, without the stage. */
  path: string;
  /** From the path, decoded; API Gateway has checked that they are there. */
  parameters: Readonly<Record<string, string>>;
  /** After the question mark, decoded; the last one where a name comes twice. */
  query: Readonly<Record<string, string | undefined>>;
  /** The JSON body as it came, unchecked; undefined when there is none. */
  body: unknown;
  /** Until when the caller waits, if it says so, and never beyond the end of the invocation. */
  deadline: Deadline;
  /** Milliseconds left until the deadline. */
  remainingMs(): number;
}

export interface Answer {
  status: number;
  body: unknown;
}

export interface Refusal extends Answer {
  body: { error: { code: ShopErrorCode; message: string } };
}

export type Route = (request: RestRequest) => Promise<Answer>;

export interface RestHandlerOptions {
  /** Returned in every response, so that a client sees which release served it. */
  release: string;
  /** By method and resource, as `GET /profiles/{userId}`; the method may be `ANY`. */
  routes: Readonly<Record<string, Route>>;
  /** Larger bodies are refused with 413. */
  maxBodyBytes?: number;
  /** How a failure is answered where clients expect another shape than ours; `usual` is what we would have said. */
  refusal?: (error: unknown, usual: Refusal) => Answer;
}

/** A handler for API Gateway's proxy events that answers every failure in one shape: `{error: {code, message}}`. */
export function restHandler({ release, routes, maxBodyBytes = 64 * 1024, refusal }: RestHandlerOptions) {
  identifyAs(release);
  return traceRequests(
    async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
      try {
        const { timeoutMs, caller } = readCallMetadata(event.headers);
        const callers = timeoutMs === undefined ? undefined : Deadline.in(timeoutMs);
        if (callers?.isOver) throw new ShopError('deadline-exceeded', 'the time of the caller is up');
        const route = routes[`${event.httpMethod} ${event.resource}`] ?? routes[`ANY ${event.resource}`];
        if (route === undefined) throw new ShopError('not-found', 'route not found');
        const request = {
          method: event.httpMethod,
          path: event.path,
          parameters: readPathParameters(event),
          query: checkedText('the query', event.queryStringParameters ?? {}),
          body: readJsonBody(event, maxBodyBytes),
          deadline: Deadline.earliest([callers?.remainingMs(), context.getRemainingTimeInMillis()]),
          remainingMs: () =>
            Math.min(callers?.remainingMs() ?? Number.POSITIVE_INFINITY, context.getRemainingTimeInMillis()),
        };
        const operation = `${event.httpMethod} ${event.resource}`;
        return await applyFaults(
          { service: ownIdentity().service, caller: caller?.service, operation },
          async () => render(release, await route(request)),
        );
      } catch (error) {
        const usual = refuse(ShopError.from(error));
        const answer = refusal?.(error, usual) ?? usual;
        activeSpan()?.set({ 'error.type': ShopError.from(error).code });
        if (answer.status >= 500) tell(error, event, context);
        return render(release, answer);
      }
    },
  );
}

/** Seconds after which a client that sent too much may send again. */
export const RETRY_AFTER_S = '1';

function refuse({ code, message }: ShopError): Refusal {
  return { status: HTTP_STATUS[code], body: { error: { code, message } } };
}

function tell(
  error: unknown,
  { httpMethod: method, resource }: APIGatewayProxyEvent,
  context: Context,
): void {
  const failure = ShopError.from(error);
  logger.error('request failed', { requestId: context.awsRequestId, method, resource, error: failure });
}

function render(release: string, { status, body }: Answer): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json',
      'x-dataflow-release': release,
      ...(status === 429 && { 'retry-after': RETRY_AFTER_S }),
    },
    body: JSON.stringify(body),
  };
}
