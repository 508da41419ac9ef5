import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleType,
  handleWhen,
  type IPolicy,
  retry,
} from 'cockatiel';
import * as z from 'zod';
import { type ApiAddress, apiUrl } from './api-url.ts';
import { ShopError, type ShopErrorCode } from './errors.ts';
import { HttpTimeout, type SendHttp, sendHttp } from './http-client.ts';
import { signedHeaders } from './sign.ts';

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

interface FailureOptions {
  timedOut?: boolean;
  /** Whether it says that the service is down, and not that this one request failed. */
  down: boolean;
  cause?: unknown;
}

/** A failure that another attempt may not meet: no answer, too many requests, an error on the other side. */
class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
  readonly timedOut: boolean;
  down: boolean;

  constructor(message: string, { timedOut = false, down, cause }: FailureOptions) {
    super(message, { cause });
    this.timedOut = timedOut;
    this.down = down;
  }
}

const ATTEMPTS = 3;
/** Clients retry for longer than this (scenarios/retrying.ts). */
export const BREAKER_OPEN_MS = 5000;
/** Reserved from the invocation's time, to answer what went wrong. */
const RESERVE_MS = 250;

/**
 * Calls one service through API Gateway, signed with this function's role. All requests are safe to repeat: their
 * ids make them idempotent. After five requests in a row that found the service down, it does not ask for five seconds.
 *
 * The breaker is outside the retries: it counts requests, however many attempts each took. And it counts only those
 * that found the service down, or one client's bad request, repeated three times, would shut everyone else out.
 */
export class ApiClient {
  private readonly options: ApiClientOptions;
  private readonly send: SendHttp;
  private readonly retries: IPolicy;
  private readonly breaker: IPolicy;

  constructor(options: ApiClientOptions, send: SendHttp = sendHttp) {
    this.options = options;
    this.send = send;
    this.retries = retry(handleType(PassingFailure), {
      maxAttempts: ATTEMPTS - 1,
      backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1000 }),
    });
    this.breaker = circuitBreaker(
      handleWhen((error) => error instanceof PassingFailure && error.down),
      { halfOpenAfter: BREAKER_OPEN_MS, breaker: new ConsecutiveBreaker(5) },
    );
  }

  /**
   * @param remainingMs what is left of the caller's own time
   * @returns the answer, unless it was 429 or 5xx to the last
   * @throws ShopError `dependency-timeout`, `dependency-failed` or `dependency-unavailable`
   */
  post(path: string, body: unknown, remainingMs: number): Promise<ApiAnswer> {
    return this.request({ method: 'POST', path, body: JSON.stringify(body) }, remainingMs);
  }

  /** As `post` does. */
  get(path: string, remainingMs: number): Promise<ApiAnswer> {
    return this.request({ method: 'GET', path, body: '' }, remainingMs);
  }

  private async request(request: ApiRequest, remainingMs: number): Promise<ApiAnswer> {
    const { name, totalMs } = this.options;
    const deadline = performance.now() + Math.min(totalMs, remainingMs - RESERVE_MS);
    try {
      return await this.breaker.execute(() => this.retrying(request, deadline));
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        throw new ShopError(
          'dependency-unavailable',
          `${name} is not called at the moment: it was unavailable`,
          {
            cause: error,
          },
        );
      }
      if (!(error instanceof PassingFailure)) throw error;
      const code = error.timedOut ? 'dependency-timeout' : 'dependency-failed';
      throw new ShopError(code, `${name} ${error.message}`, { cause: error });
    }
  }

  /** One request, in up to three attempts. What any of them said of the service, the error of the request says. */
  private async retrying(request: ApiRequest, deadline: number): Promise<ApiAnswer> {
    const { name, attemptMs } = this.options;
    let down = false;
    let last: PassingFailure | undefined;
    const attempt = async () => {
      const left = Math.min(attemptMs, deadline - performance.now());
      if (left <= 0) throw new ShopError('dependency-timeout', `no time left to call ${name}`);
      try {
        return await this.attempt(request, left);
      } catch (error) {
        if (error instanceof PassingFailure) {
          down ||= error.down;
          last = error;
        }
        throw error;
      }
    };
    try {
      return await this.retries.execute(attempt);
    } catch (error) {
      if (last === undefined) throw error;
      // Also when it was the time that ended: what the attempts met is what matters.
      last.down = down;
      throw last;
    }
  }

  private async attempt({ method, path, body }: ApiRequest, timeoutMs: number): Promise<ApiAnswer> {
    const url = new URL(`${apiUrl(this.options)}${path}`);
    const headers = await signedHeaders({ method, url, headers: body === '' ? {} : JSON_BODY, body });
    const answer = await this.send({ method, url, headers, body, timeoutMs }).catch((cause: unknown) => {
      const timedOut = cause instanceof HttpTimeout;
      throw new PassingFailure(timedOut ? 'did not answer in time' : 'could not be reached', {
        timedOut,
        // A caller that had little time left says nothing of the service.
        down: !timedOut || timeoutMs >= this.options.attemptMs,
        cause,
      });
    });
    const { status } = answer;
    const parsed = readJson(answer.body);
    if (status === 429 || status >= 500) {
      throw new PassingFailure(`answered ${status}`, {
        timedOut: status === 504,
        down: saysDown(status, parsed),
      });
    }
    return { status, body: parsed };
  }
}

const ownError = z.looseObject({ error: z.looseObject({ code: z.string() }) });
/** Codes with which a service of ours says that it serves no requests for now. */
const DOWN_CODES: ReadonlySet<string> = new Set([
  'dependency-unavailable',
  'dependency-timeout',
] satisfies ShopErrorCode[]);
/** Codes with which it says that this one request failed: it is there, and answers. */
const FAILED_CODES: ReadonlySet<string> = new Set([
  'internal',
  'dependency-failed',
  'deadline-exceeded',
] satisfies ShopErrorCode[]);

/**
 * Whether an error answer says that the service is down. An answer without a code of ours is API Gateway's own: the
 * function was throttled, crashed or did not answer. 429 says that it is busy, which waiting cures.
 */
function saysDown(status: number, body: unknown): boolean {
  if (status === 429) return false;
  const code = ownError.safeParse(body).data?.error.code ?? '';
  return DOWN_CODES.has(code) || !FAILED_CODES.has(code);
}

const JSON_BODY = { 'content-type': 'application/json' };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
