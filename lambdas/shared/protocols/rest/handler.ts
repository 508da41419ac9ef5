import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { ShopError } from '../../errors.ts';
import { applyFaults } from '../../faults/apply-faults.ts';
import { RETRY_AFTER_S } from '../../http.ts';
import { checkedText, readJsonBody, readPathParameters } from '../../http-event.ts';
import { identifyAs } from '../../identity.ts';
import { logger } from '../../logging.ts';
import { Deadline } from '../../resilience/deadline.ts';
import { activeSpan } from '../../tracing/active-span.ts';
import { traceRequests } from '../../tracing/trace-requests.ts';
import {
  type CallMetadata,
  headerReader,
  RELEASE_HEADER,
  readCallMetadata,
  requireTimeout,
} from '../call-metadata.ts';
import { PROBLEM_MEDIA_TYPE, toProblem } from './error.ts';

export interface RestRequest {
  /** From the path, decoded; API Gateway has checked that they are there. */
  parameters: Readonly<Record<string, string>>;
  /** After the question mark, decoded; the last one where a name comes twice. */
  query: Readonly<Record<string, string | undefined>>;
  /** The JSON body as it came, unchecked; undefined when there is none. */
  body: unknown;
  metadata: CallMetadata;
  /** By lower-case name. */
  header(name: string): string | undefined;
  /** Until when the caller waits and this invocation lasts. */
  deadline: Deadline;
}

export interface RestResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: unknown;
}

export type RestOperation = (request: RestRequest) => Promise<RestResponse>;
/** By method and resource, as `POST /v1/payments`. */
export type RestRoutes = Readonly<Record<string, RestOperation>>;

export interface RestHandlerOptions {
  service: string;
  /** Returned in every response, so that a client sees which release served it. */
  release: string;
  routes: RestRoutes;
  /** Larger bodies are refused with 413. */
  maxBodyBytes?: number;
}

/**
 * A handler for API Gateway's proxy events of services with an OpenAPI contract. It refuses calls without a deadline, and
 * reports every failure as problem details (RFC 9457).
 */
export function restHandler({ service, release, routes, maxBodyBytes = 64 * 1024 }: RestHandlerOptions) {
  identifyAs(release);
  return traceRequests(
    async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
      try {
        const name = `${event.httpMethod} ${event.resource}`;
        const operation = Object.hasOwn(routes, name) ? routes[name] : undefined;
        if (operation === undefined) throw new ShopError('not-found', 'route not found');
        const metadata = readCallMetadata(event.headers);
        const request = {
          metadata,
          header: headerReader(event.headers),
          deadline: Deadline.earliest([requireTimeout(metadata), context.getRemainingTimeInMillis()]),
          parameters: readPathParameters(event),
          query: checkedText('the query', event.queryStringParameters ?? {}),
          body: readJsonBody(event, maxBodyBytes),
        };
        const point = { service, caller: metadata.caller?.service, operation: name };
        return await applyFaults(point, async () => {
          // A fault may have taken the time that there was.
          if (request.deadline.isOver)
            throw new ShopError('deadline-exceeded', 'the time of the caller is up');
          return render(release, JSON_MEDIA_TYPE, await operation(request));
        });
      } catch (error) {
        const failure = ShopError.from(error);
        activeSpan()?.set({ 'error.type': failure.code });
        const problem = toProblem(failure, context.awsRequestId);
        const { status } = problem;
        if (status >= 500) {
          const { awsRequestId: requestId } = context;
          logger.error('request failed', {
            requestId,
            method: event.httpMethod,
            resource: event.resource,
            error: failure,
          });
        }
        const headers = status === 429 ? { 'Retry-After': RETRY_AFTER_S } : {};
        return render(release, PROBLEM_MEDIA_TYPE, { status, headers, body: problem });
      }
    },
  );
}

const JSON_MEDIA_TYPE = 'application/json';

function render(release: string, mediaType: string, { status, headers, body }: RestResponse) {
  return {
    statusCode: status,
    headers: { ...headers, 'content-type': mediaType, [RELEASE_HEADER]: release },
    body: JSON.stringify(body),
  };
}
