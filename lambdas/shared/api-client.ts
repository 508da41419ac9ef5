import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleType,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import { type ApiAddress, apiUrl } from './api-url.ts';
import { ShopError } from './errors.ts';
import { HttpTimeout, type SendHttp, sendHttp } from './http-client.ts';
import { signedHeaders } from './sign.ts';

export interface ApiClientOptions extends ApiAddress {
  /** How the service is called in messages. */
  name: string;
  /** The longest that one attempt may take: no shorter than the service itself may. */
  attemptMs: number;
  /** The longest that all attempts may take together: shorter than whoever called us waits. */
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

/** What another attempt may cure: no answer, too many requests, a failure on the other side. */
class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
  readonly timedOut: boolean;

  constructor(message: string, { timedOut = false, cause }: { timedOut?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.timedOut = timedOut;
  }
}

const ATTEMPTS = 3;
/** Clients retry for longer than this (scenarios/retrying.ts). */
export const BREAKER_OPEN_MS = 5000;
/** What stays of an invocation's time to say what went wrong. */
const RESERVE_MS = 250;

/**
 * Calls one service through API Gateway, signed with this function's role. All requests are safe to repeat: their
 * ids make them idempotent. After five failures in a row it stops asking for five seconds.
 */
export class ApiClient {
  private readonly options: ApiClientOptions;
  private readonly send: SendHttp;
  private readonly policy: IPolicy;

  constructor(options: ApiClientOptions, send: SendHttp = sendHttp) {
    this.options = options;
    this.send = send;
    const passing = handleType(PassingFailure);
    this.policy = wrap(
      retry(passing, {
        maxAttempts: ATTEMPTS - 1,
        backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1000 }),
      }),
      circuitBreaker(passing, { halfOpenAfter: BREAKER_OPEN_MS, breaker: new ConsecutiveBreaker(5) }),
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
    const { name, totalMs, attemptMs } = this.options;
    const deadline = performance.now() + Math.min(totalMs, remainingMs - RESERVE_MS);
    try {
      return await this.policy.execute(() => {
        const left = Math.min(attemptMs, deadline - performance.now());
        if (left <= 0) throw new ShopError('dependency-timeout', `there is no time left to ask ${name}`);
        return this.attempt(request, left);
      });
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        throw new ShopError('dependency-unavailable', `${name} failed too often just now`, { cause: error });
      }
      if (!(error instanceof PassingFailure)) throw error;
      const code = error.timedOut ? 'dependency-timeout' : 'dependency-failed';
      throw new ShopError(code, `${name} ${error.message}`, { cause: error });
    }
  }

  private async attempt({ method, path, body }: ApiRequest, timeoutMs: number): Promise<ApiAnswer> {
    const url = new URL(`${apiUrl(this.options)}${path}`);
    const headers = await signedHeaders({ method, url, headers: body === '' ? {} : JSON_BODY, body });
    const answer = await this.send({ method, url, headers, body, timeoutMs }).catch((cause: unknown) => {
      const timedOut = cause instanceof HttpTimeout;
      throw new PassingFailure(timedOut ? 'did not answer in time' : 'could not be reached', {
        timedOut,
        cause,
      });
    });
    if (answer.status === 429 || answer.status >= 500) {
      throw new PassingFailure(`answered ${answer.status}`, { timedOut: answer.status === 504 });
    }
    return { status: answer.status, body: readJson(answer.body) };
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
