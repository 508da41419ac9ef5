import { Code, ConnectError } from '@connectrpc/connect';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShopError, type ShopErrorCode } from '../../../../../../lambdas/shared/errors.ts';
import type { BytesAnswer, BytesRequest } from '../../../../../../lambdas/shared/http-client.ts';
import { identifyAs } from '../../../../../../lambdas/shared/identity.ts';
import { logger } from '../../../../../../lambdas/shared/logging.ts';
import { connectClient } from '../../../../../../lambdas/shared/protocols/connect/client.ts';
import {
  CONNECT_FAILURES,
  fromConnectError,
  toConnectError,
} from '../../../../../../lambdas/shared/protocols/connect/error.ts';
import { connectHandler } from '../../../../../../lambdas/shared/protocols/connect/handler.ts';
import { Deadline } from '../../../../../../lambdas/shared/resilience/deadline.ts';
import { Decision, FraudService } from '../../../../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';

const CODES = Object.keys(CONNECT_FAILURES) as ShopErrorCode[];
const OPTIONS = {
  dependency: 'fraud',
  address: { apiId: 'api1', stage: 'live' },
  policy: {
    attemptMs: 1000,
    budgetMs: 2000,
    retries: { attempts: 1, initialDelayMs: 1, maxDelayMs: 1, budget: 1 },
    breaker: { failures: 5, openMs: 5000 },
    bulkhead: { concurrent: 10, queued: 0 },
  },
};
const within = (ms = 1000) => ({ deadline: Deadline.in(ms) });
const twice = { ...OPTIONS.policy, retries: { ...OPTIONS.policy.retries, attempts: 2 } };
const REQUEST = { assessmentId: 'a-1', amount: '12.50', currency: 'GBP', country: 'EIRE' };

let failure: unknown;
const sent: BytesRequest[] = [];
const handler = connectHandler({
  release: 'v9',
  register: (router) =>
    router.service(FraudService, {
      async assess({ assessmentId }) {
        if (failure !== undefined) throw failure;
        return { assessmentId, decision: Decision.ALLOW, score: 5 };
      },
    }),
});

/** What API Gateway and Lambda do between the client and the handler. */
async function deliver(request: BytesRequest): Promise<BytesAnswer> {
  sent.push(request);
  const answer = await handler(
    {
      httpMethod: request.method,
      path: request.url.pathname.replace(/^\/live/, ''),
      headers: request.headers,
      queryStringParameters: null,
      body: Buffer.from(request.body).toString('base64'),
      isBase64Encoded: true,
    } as unknown as APIGatewayProxyEvent,
    { awsRequestId: 'r-1' } as Context,
  );
  return {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
    body: Buffer.from(answer.body, answer.isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

const answering = (status: number, body: string) => async (): Promise<BytesAnswer> => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body),
});

beforeAll(() => {
  vi.spyOn(logger, 'error').mockReturnValue(undefined);
  vi.spyOn(logger, 'warn').mockReturnValue(undefined);
  for (const [name, value] of Object.entries({
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: '',
    POWERTOOLS_SERVICE_NAME: 'payments',
  })) {
    vi.stubEnv(name, value);
  }
  return () => vi.unstubAllEnvs();
});

beforeEach(() => {
  identifyAs('v1.1');
  failure = undefined;
  sent.length = 0;
});

describe('a client of the Connect protocol', () => {
  it('sends a signed call with its deadline and its caller', async () => {
    const { call } = connectClient(FraudService, OPTIONS, deliver);
    const answer = await call((client, options) => client.assess(REQUEST, options), within(3000));
    expect(answer).toMatchObject({ assessmentId: 'a-1', decision: Decision.ALLOW, score: 5 });
    expect(sent[0]?.url.href).toBe(
      'https://api1.execute-api.eu-west-2.amazonaws.com/live/shop.fraud.v1.FraudService/Assess',
    );
    expect(sent[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=key\//),
      // One attempt's time, of what the deadline leaves.
      'x-timeout-ms': '1000',
      'user-agent': 'shop-payments/v1.1',
      'content-type': 'application/proto',
    });
  });

  it.each(CODES.filter((code) => code !== 'internal'))('throws %s where the server has', async (code) => {
    failure = new ShopError(code, 'what was wrong');
    const { call } = connectClient(FraudService, OPTIONS, deliver);
    const failed = call((client, options) => client.assess(REQUEST, options), within());
    await expect(failed).rejects.toMatchObject({ name: 'ShopError', code });
  });

  it('has a failed dependency where the server has an internal error', async () => {
    failure = new TypeError('x');
    const { call } = connectClient(FraudService, OPTIONS, deliver);
    const failed = call((client, options) => client.assess(REQUEST, options), within());
    await expect(failed).rejects.toMatchObject({ code: 'dependency-failed' });
  });

  it.each([
    [403, '{"message":"Missing Authentication Token"}', 'dependency-failed'],
    [404, '{"error":{"code":"x"}}', 'dependency-failed'],
    [429, '{"error":{"code":"THROTTLED","message":"Too Many Requests"}}', 'too-many-requests'],
    [500, '', 'dependency-failed'],
    [502, '{"error":{"code":"DEFAULT_5XX"}}', 'dependency-unavailable'],
    [504, '<html>', 'dependency-unavailable'],
    [200, '{}', 'dependency-failed'],
  ])('takes %d %s of API Gateway as %s', async (status, body, code) => {
    const { call } = connectClient(FraudService, OPTIONS, answering(status, body));
    const failed = call((client, options) => client.assess(REQUEST, options), within());
    await expect(failed).rejects.toMatchObject({ name: 'ShopError', code });
  });

  it('gives up when its time is up, and ends the request', async () => {
    let ended = false;
    const never = ({ signal }: BytesRequest) =>
      new Promise<BytesAnswer>((_, reject) => {
        signal?.addEventListener('abort', () => {
          ended = true;
          reject(signal.reason);
        });
      });
    const { call } = connectClient(FraudService, OPTIONS, never);
    const failed = call((client, options) => client.assess(REQUEST, options), within(40));
    await expect(failed).rejects.toMatchObject({ code: 'dependency-timeout' });
    expect(ended).toBe(true);
  });

  it('tries again what another attempt may cure, and nothing else', async () => {
    const { call } = connectClient(FraudService, { ...OPTIONS, policy: twice }, deliver);
    for (const [code, attempts] of [
      ['dependency-unavailable', 2],
      ['conflict', 1],
    ] as const) {
      sent.length = 0;
      failure = new ShopError(code, 'x');
      const failed = call((client, options) => client.assess(REQUEST, options), within());
      await expect(failed).rejects.toMatchObject({ code });
      expect(sent).toHaveLength(attempts);
    }
  });

  it('answers with the fallback, marked as degraded', async () => {
    failure = new ShopError('dependency-unavailable', 'x');
    const { call } = connectClient(FraudService, OPTIONS, deliver);
    const answer = await call(
      async (client, options) => ({ ...(await client.assess(REQUEST, options)), degraded: false }),
      { ...within(), fallback: () => ({ degraded: true }) as never },
    );
    expect(answer).toEqual({ degraded: true });
  });

  it('says that a service which cannot be reached is unavailable', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const { call } = connectClient(FraudService, OPTIONS, () => Promise.reject(refused));
    const failed = call((client, options) => client.assess(REQUEST, options), within());
    await expect(failed).rejects.toMatchObject({ code: 'dependency-unavailable' });
  });
});

describe('an error on its way', () => {
  it.each(Object.values(Code).filter((code) => typeof code === 'number'))(
    'has a meaning without our detail: Connect code %d',
    (code) => {
      expect(CODES).toContain(fromConnectError(new ConnectError('x', code), 'fraud').code);
    },
  );

  it('keeps the message of the server out of its own, which may be logged', () => {
    const error = fromConnectError(toConnectError(new ShopError('conflict', 'id a-1')), 'fraud');
    expect(error.message).toBe('fraud answered AlreadyExists');
  });

  it('falls back to the code of Connect for a code of a later release', () => {
    const error = toConnectError(new ShopError('conflict', 'x'));
    const [detail] = error.details;
    if (detail === undefined || !('value' in detail)) throw new Error('no detail');
    (detail.value as { code: string }).code = 'constructor';
    expect(fromConnectError(error, 'fraud').code).toBe('conflict');
  });
});
