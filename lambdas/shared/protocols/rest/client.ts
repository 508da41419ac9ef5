import createClient, { type Client } from 'openapi-fetch';
import { type ApiAddress, apiUrl } from '../../api-url.ts';
import { ShopError } from '../../errors.ts';
import { type SendHttp, sendHttp } from '../../http-client.ts';
import type { Attempt } from '../../resilience/attempts.ts';
import type { ResiliencePolicy } from '../../resilience/policy.ts';
import type { CallOptions } from '../../resilience/resilient-caller.ts';
import { protectedCaller } from '../protected-caller.ts';
import { sendSigned } from '../send-signed.ts';
import { fromProblem } from './error.ts';

export interface RestClientOptions {
  /** The service's name in messages, events and logs. */
  dependency: string;
  address: ApiAddress;
  policy: ResiliencePolicy;
}

/** What `openapi-fetch` returns: `data` of a 2xx response, `error` of any other. */
interface Received<T> {
  data?: T;
  error?: unknown;
  response: { status: number };
}

export interface RestClient<Paths extends object> {
  /**
   * One call, in as many attempts as the policy allows.
   *
   * @param send one attempt, such as
   *   `(api, timeoutMs) => api.GET('/v1/payments/{paymentId}', { params: { header: { 'x-timeout-ms': timeoutMs }, … } })`
   * @returns the body of a 2xx response
   * @throws ShopError with the code of the problem that the dependency reported, or `dependency-…`
   */
  call<T>(
    send: (api: Client<Paths>, timeoutMs: number) => Promise<Received<T>>,
    options: CallOptions<NonNullable<T>>,
  ): Promise<NonNullable<T>>;
}

/**
 * A client of a service with an OpenAPI contract, typed by what is generated from it. Requests are signed with this
 * function's role, say who calls and how long it waits, and are protected by the policy.
 */
export function restClient<Paths extends object>(
  { dependency, address, policy }: RestClientOptions,
  send: SendHttp = sendHttp,
): RestClient<Paths> {
  const calls = protectedCaller(dependency, policy);
  return {
    call: (sendOne, options) =>
      calls.call(async (attempt) => {
        const api = createClient<Paths>({
          baseUrl: apiUrl(address),
          fetch: (request) => fetchSigned(dependency, send, request, attempt),
        });
        const { data, error, response } = await sendOne(api, Math.floor(attempt.timeoutMs)).catch(
          (cause: unknown) => {
            if (cause instanceof ShopError) throw cause;
            throw new ShopError('dependency-failed', `${dependency} answered with a body that is not JSON`, {
              cause,
            });
          },
        );
        if (response.status >= 300) throw fromProblem(dependency, response.status, error);
        if (data === undefined || data === null) {
          throw new ShopError('dependency-failed', `${dependency} answered without a body`);
        }
        return data;
      }, options),
  };
}

/** Node's own client in the form of `fetch`: it takes a third of the processor time (see sendHttp). */
async function fetchSigned(
  dependency: string,
  send: SendHttp,
  request: Request,
  { timeoutMs, signal }: Attempt,
): Promise<Response> {
  const { method } = request;
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const body = await request.text();
  const answer = await sendSigned(dependency, { method, url, headers, body, timeoutMs, signal }, send);
  return new Response(answer.body, { status: answer.status });
}
