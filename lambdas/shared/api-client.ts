import * as z from 'zod';
import { type ApiAddress, apiUrl } from './api-url.ts';
import type { ShopErrorCode } from './errors.ts';
import { activeProtections } from './faults/active-protections.ts';
import { HttpTimeout, type SendHttp, sendHttp } from './http-client.ts';
import { ownIdentity } from './identity.ts';
import { writeCallMetadata } from './protocols/call-metadata.ts';
import type { Attempt } from './resilience/attempts.ts';
import { Deadline } from './resilience/deadline.ts';
import { DependencyFailure, type FailureKind } from './resilience/dependency-failure.ts';
import { logResilienceEvent } from './resilience/log-events.ts';
import { type ResilientCaller, resilientCaller } from './resilience/resilient-caller.ts';
import { signedHeaders } from './sign.ts';
import { traceCall } from './tracing/trace-call.ts';

export interface ApiClientOptions extends ApiAddress {
  /** The service's name in messages. */
  name: string;
  /** The longest that one attempt may take: no shorter than the service itself may. */
  attemptMs: number;
  /** The longest that all attempts may take together: shorter than our own caller waits. */
  totalMs: number;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
}

interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  /** JSON, or nothing. */
  body: string;
}

const ATTEMPTS = 3;
/** Clients retry for longer than this (driver/clients/retrying.ts). */
export const BREAKER_OPEN_MS = 5000;
/** Reserved from the invocation's time, to answer what went wrong. */
const RESERVE_MS = 250;

/**
 * Calls one service through API Gateway, signed with this function's role. All requests are safe to repeat: their
 * ids make them idempotent. After five requests in a row that found the service down, it does not ask for five seconds.
 *
 * For the routes of frozen releases. The contracts that came after them have clients of their own (protocols/).
 */
export class ApiClient {
  readonly #options: ApiClientOptions;
  readonly #send: SendHttp;
  readonly #calls: ResilientCaller;

  constructor(options: ApiClientOptions, send: SendHttp = sendHttp) {
    this.#options = options;
    this.#send = send;
    const { name, attemptMs, totalMs: budgetMs } = options;
    this.#calls = resilientCaller(
      name,
      {
        attemptMs,
        budgetMs,
        // Each call pays for all of its own retries, so that the budget never ends.
        retries: { attempts: ATTEMPTS, initialDelayMs: 50, maxDelayMs: 1000, budget: ATTEMPTS - 1 },
        breaker: { failures: 5, openMs: BREAKER_OPEN_MS },
        bulkhead: { concurrent: Number.POSITIVE_INFINITY, queued: 0 },
      },
      { onEvent: logResilienceEvent, protections: activeProtections },
    );
  }

  /**
   * @param remainingMs what is left of the caller's own time
   * @returns the answer, unless it was 429 or 5xx to the last
   * @throws ShopError `dependency-timeout`, `dependency-failed` or `dependency-unavailable`
   */
  post(path: string, body: unknown, remainingMs: number): Promise<ApiAnswer> {
    return this.#request({ method: 'POST', path, body: JSON.stringify(body) }, remainingMs);
  }

  /** As `post` does. */
  get(path: string, remainingMs: number): Promise<ApiAnswer> {
    return this.#request({ method: 'GET', path, body: '' }, remainingMs);
  }

  #request(request: ApiRequest, remainingMs: number): Promise<ApiAnswer> {
    return this.#calls.call((attempt) => this.#attempt(request, attempt), {
      deadline: Deadline.in(remainingMs - RESERVE_MS),
    });
  }

  async #attempt({ method, path, body }: ApiRequest, { timeoutMs }: Attempt): Promise<ApiAnswer> {
    const { name } = this.#options;
    const url = new URL(`${apiUrl(this.#options)}${path}`);
    const unsigned = {
      ...writeCallMetadata({ caller: ownIdentity(), timeoutMs }),
      ...(body !== '' && JSON_BODY),
    };
    const call = { name: `${method} ${name}`, dependency: name, method, url };
    const answer = await traceCall(call, async (trace) => {
      const headers = await signedHeaders({ method, url, headers: { ...unsigned, ...trace }, body });
      return this.#send({ method, url, headers, body, timeoutMs }).catch((cause: unknown) => {
        const timedOut = cause instanceof HttpTimeout;
        throw new DependencyFailure(
          timedOut ? 'dependency-timeout' : 'dependency-failed',
          `${name} ${timedOut ? 'did not answer in time' : 'could not be reached'}`,
          { kind: timedOut ? 'late' : 'down', cause },
        );
      });
    });
    const { status } = answer;
    const parsed = readJson(answer.body);
    if (status === 429 || status >= 500) {
      throw new DependencyFailure(
        status === 504 ? 'dependency-timeout' : 'dependency-failed',
        `${name} answered ${status}`,
        { kind: kindOf(status, parsed) },
      );
    }
    return { status, body: parsed };
  }
}

const ownError = z.looseObject({ error: z.looseObject({ code: z.string() }) });
/** Codes with which a service of ours says that this one request failed: it is there, and answers. */
const FAILED_CODES: ReadonlySet<string> = new Set([
  'internal',
  'dependency-failed',
] satisfies ShopErrorCode[]);
/** Codes with which it says that the time was up, which may have been too short. */
const LATE_CODES: ReadonlySet<string> = new Set([
  'dependency-timeout',
  'deadline-exceeded',
] satisfies ShopErrorCode[]);

/**
 * What an error answer says of the service. One without a code of ours is API Gateway's own: the function was throttled,
 * crashed or did not answer. 429 says that it is busy, which waiting cures.
 */
function kindOf(status: number, body: unknown): FailureKind {
  const code = ownError.safeParse(body).data?.error.code ?? '';
  if (status === 429 || FAILED_CODES.has(code)) return 'temporary';
  return LATE_CODES.has(code) ? 'late' : 'down';
}

const JSON_BODY = { 'content-type': 'application/json' };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
