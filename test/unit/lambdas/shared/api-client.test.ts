import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { ApiClient } from '../../../../lambdas/shared/api-client.ts';
import { HttpTimeout, type SendHttp } from '../../../../lambdas/shared/http-client.ts';
import { identifyAs } from '../../../../lambdas/shared/identity.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';

const answer =
  (status: number, body: unknown = {}): SendHttp =>
  async () => ({ status, body: JSON.stringify(body) });
const sending = vi.fn<SendHttp>();
const options = { name: 'fraud', apiId: 'a1', stage: 'live', attemptMs: 3000, totalMs: 7000 };
let client: ApiClient;
let warnings: MockInstance<typeof logger.warn>;

beforeEach(() => {
  vi.useFakeTimers();
  sending.mockReset();
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'payments');
  vi.stubEnv('FAULTS_TABLE', undefined);
  client = new ApiClient(options, sending);
  warnings = vi.spyOn(logger, 'warn').mockImplementation(() => {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  warnings.mockRestore();
});

/** The outcome of one call, with all pauses between attempts passed over. */
async function post(remainingMs = 8000): Promise<unknown> {
  const outcome = client.post('/assessments', { assessmentId: '1' }, remainingMs).then(
    ({ status, body }) => [status, body],
    ({ code, message }) => [code, message],
  );
  await vi.runAllTimersAsync();
  return outcome;
}

describe('a call of another service', () => {
  it('goes through API Gateway, signed with the role of the caller', async () => {
    sending.mockImplementation(answer(201, { score: 0 }));
    expect(await post()).toEqual([201, { score: 0 }]);
    const { url, headers, body, timeoutMs } = sending.mock.calls[0]?.[0] ?? {};
    expect(timeoutMs).toBe(3000);
    expect(String(url)).toBe('https://a1.execute-api.eu-west-2.amazonaws.com/live/assessments');
    expect(body).toBe('{"assessmentId":"1"}');
    expect(headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-2\/execute-api\/aws4_request, SignedHeaders=.*host/,
      ),
      'x-amz-security-token': 'token',
    });
  });

  it('says who calls, and how long it waits for this attempt', async () => {
    identifyAs('v1.2');
    sending.mockImplementation(answer(201));
    await post(2000);
    const { headers, timeoutMs = 0 } = sending.mock.calls[0]?.[0] ?? {};
    expect(timeoutMs).toBeLessThan(2000 - 250);
    expect(headers).toMatchObject({
      'user-agent': 'shop-payments/v1.2',
      'x-timeout-ms': String(Math.floor(timeoutMs)),
      authorization: expect.stringMatching(/SignedHeaders=[^,]*x-timeout-ms/),
    });
  });

  it('logs what its protections did, without anything of the payload', async () => {
    sending.mockImplementationOnce(answer(503, { secret: 1 })).mockImplementation(answer(200));
    await post();
    expect(warnings.mock.calls).toEqual([
      [
        'call of fraud: retry',
        {
          event: 'resilience.retry',
          dependency: 'fraud',
          number: 2,
          delayMs: expect.any(Number),
          code: 'dependency-failed',
        },
      ],
    ]);
  });

  it('may only read, and then has no body', async () => {
    sending.mockImplementation(answer(200, { id: 1 }));
    const outcome = client.get('/schemas/fingerprints/00', 8000);
    await vi.runAllTimersAsync();
    expect(await outcome).toEqual({ status: 200, body: { id: 1 } });
    const { method, url, headers, body } = sending.mock.calls[0]?.[0] ?? {};
    expect(method).toBe('GET');
    expect(String(url)).toMatch(/\/live\/schemas\/fingerprints\/00$/);
    expect(body).toBe('');
    expect(headers).not.toHaveProperty('content-type');
  });

  it('is tried again after a failure that may pass', async () => {
    for (const failure of [answer(503), answer(429), () => Promise.reject(new Error('connection reset'))]) {
      sending.mockReset().mockImplementationOnce(failure).mockImplementation(answer(200));
      expect(await post()).toEqual([200, {}]);
      expect(sending).toHaveBeenCalledTimes(2);
    }
  });

  it('is not tried again when the request is at fault', async () => {
    sending.mockImplementation(answer(409));
    expect(await post()).toEqual([409, {}]);
    expect(sending).toHaveBeenCalledTimes(1);
  });

  it('ends after three attempts, and says whether it failed or took too long', async () => {
    sending.mockImplementation(answer(500));
    expect(await post()).toEqual(['dependency-failed', 'fraud answered 500']);
    expect(sending).toHaveBeenCalledTimes(3);
    sending.mockRejectedValue(new HttpTimeout('no answer in time'));
    client = new ApiClient(options, sending);
    expect(await post()).toEqual(['dependency-timeout', 'fraud did not answer in time']);
  });

  it('is not made when nobody is left to wait for it', async () => {
    expect(await post(200)).toEqual(['dependency-timeout', 'no time left to call fraud']);
    expect(sending).not.toHaveBeenCalled();
  });

  it('is not made for five seconds after five requests in a row that found the service down', async () => {
    sending.mockImplementation(answer(502));
    for (let request = 1; request <= 5; request += 1) {
      expect(await post()).toEqual(['dependency-failed', 'fraud answered 502']);
    }
    expect(sending).toHaveBeenCalledTimes(5 * 3);
    expect(await post()).toEqual([
      'dependency-unavailable',
      'fraud is not called at the moment: it was unavailable',
    ]);
    expect(sending).toHaveBeenCalledTimes(5 * 3);
    sending.mockImplementation(answer(200));
    await vi.advanceTimersByTimeAsync(5000);
    expect(await post()).toEqual([200, {}]);
  });

  it('counts a request once, however many attempts it took', async () => {
    sending.mockImplementation(answer(503));
    for (let request = 1; request <= 4; request += 1) await post();
    sending.mockImplementation(answer(200));
    expect(await post()).toEqual([200, {}]);
  });

  it.each([
    ['429, which says that it is busy', answer(429)],
    [
      'an error of its own, which says that this request failed',
      answer(500, { error: { code: 'internal' } }),
    ],
    [
      'the failure of a service behind it',
      answer(502, { error: { code: 'dependency-failed', message: 'the ledger answered 500' } }),
    ],
  ])('goes on being made after %s', async (_, failure) => {
    sending.mockImplementation(failure);
    for (let request = 1; request <= 8; request += 1)
      expect(((await post()) as string[])[0]).toBe('dependency-failed');
    expect(sending).toHaveBeenCalledTimes(8 * 3);
  });

  it.each([
    ['an answer of API Gateway’s own', answer(500, { error: { code: 'INTEGRATION_FAILURE' } })],
    ['a breaker that is open behind it', answer(503, { error: { code: 'dependency-unavailable' } })],
    ['no connection', (() => Promise.reject(new Error('connection refused'))) satisfies SendHttp],
    [
      'no answer within the whole time of an attempt',
      (() => Promise.reject(new HttpTimeout('late'))) satisfies SendHttp,
    ],
  ])('is not made after %s, five times', async (_, failure) => {
    sending.mockImplementation(failure);
    for (let request = 1; request <= 5; request += 1) await post();
    expect(await post()).toEqual(['dependency-unavailable', expect.anything()]);
  });

  it('does not count a time-out of a caller that had little time left', async () => {
    sending.mockRejectedValue(new HttpTimeout('late'));
    for (let request = 1; request <= 8; request += 1) {
      expect(((await post(1000)) as string[])[0]).toBe('dependency-timeout');
    }
  });
});
