import type { ConnectRouter } from '@connectrpc/connect';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fraudAssessor as fraudOfV11 } from '../../../../lambdas/payments/v1.1/fraud.ts';
import { fraudAssessor as fraudOfV2 } from '../../../../lambdas/payments/v2/fraud.ts';
import { ShopError } from '../../../../lambdas/shared/errors.ts';
import type { BytesAnswer, BytesRequest } from '../../../../lambdas/shared/http-client.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { Money } from '../../../../lambdas/shared/money.ts';
import { connectHandler } from '../../../../lambdas/shared/protocols/connect/handler.ts';
import { Deadline } from '../../../../lambdas/shared/resilience/deadline.ts';
import * as v1 from '../../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import * as v2 from '../../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';

const payment = {
  paymentId: 'p1',
  orderId: '536365',
  amount: Money('139.1'),
  currency: 'GBP',
  kind: 'charge',
  customerId: null,
  country: 'France',
} as const;
const address = { apiId: 'a1', stage: 'live' };
const HELD = { decision: 'review', score: null, degraded: true };

const v1Assess = vi.fn<(request: v1.AssessRequest) => Promise<{ decision: v1.Decision; score: number }>>();
const v2Assess = vi.fn<(request: v2.AssessRequest) => Promise<{ decision: v2.Decision; risk: number }>>();
const requests: BytesRequest[] = [];

/** A fraud service behind API Gateway and Lambda, with real messages on the wire. */
function fraudServing(register: (router: ConnectRouter) => void) {
  const handler = connectHandler({ release: 'v9', register });
  return async (request: BytesRequest): Promise<BytesAnswer> => {
    requests.push(request);
    const event = {
      httpMethod: request.method,
      path: request.url.pathname.replace(/^\/live/, ''),
      headers: request.headers,
      queryStringParameters: null,
      body: Buffer.from(request.body).toString('base64'),
      isBase64Encoded: true,
    };
    const { statusCode, headers, body, isBase64Encoded } = await handler(
      event as unknown as APIGatewayProxyEvent,
      { awsRequestId: 'r', getRemainingTimeInMillis: () => 3000 } as Context,
    );
    return {
      status: statusCode,
      headers: headers as Record<string, string>,
      body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
    };
  };
}

const contractV1 = (router: ConnectRouter) => router.service(v1.FraudService, { assess: v1Assess });
const contractV2 = (router: ConnectRouter) => router.service(v2.FraudService, { assess: v2Assess });
const nobody = async (): Promise<BytesAnswer> => {
  throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
};

beforeEach(() => {
  requests.length = 0;
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
  vi.spyOn(logger, 'error').mockImplementation(() => {});
  v1Assess.mockReset().mockResolvedValue({ decision: v1.Decision.ALLOW, score: 15 });
  v2Assess.mockReset().mockResolvedValue({ decision: v2.Decision.ALLOW, risk: 0.15 });
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const soon = () => Deadline.in(3000);
const codeOf = (work: Promise<unknown>) => work.catch((error: unknown) => ShopError.from(error).code);

const releases = [
  ['v1.1', fraudOfV11, contractV1, v1Assess],
  ['v2', fraudOfV2, contractV2, v2Assess],
] as const;

describe.each(releases)('release %s of payments', (_, fraudOf, contract, serverAssess) => {
  it('has a payment assessed, with less time than its caller has', async () => {
    const fraud = fraudOf(address, fraudServing(contract));
    const allowed = { decision: 'allow', score: 15, degraded: false };
    expect(await fraud.assessOrHold(payment, Deadline.in(1000))).toEqual(allowed);
    expect(await fraud.assess({ ...payment, customerId: '17850' }, soon())).toEqual(allowed);
    const asked = serverAssess.mock.calls.map(([request]) => request);
    expect(asked[0]).toMatchObject({
      assessmentId: 'p1',
      amount: '139.10',
      currency: 'GBP',
      country: 'France',
    });
    expect(asked.map(({ customerId }) => customerId)).toEqual([undefined, '17850']);
    expect(Number(requests[0]?.headers['x-timeout-ms'])).toBeLessThanOrEqual(900);
  });

  it('holds a payment when fraud is down, slow in its code, or out of time, and fails for callers that want to know', async () => {
    const down = fraudOf(address, nobody);
    expect(await down.assessOrHold(payment, soon())).toEqual(HELD);
    expect(await codeOf(down.assess(payment, soon()))).toBe('dependency-unavailable');

    expect(await fraudOf(address, fraudServing(contract)).assessOrHold(payment, Deadline.in(5))).toEqual(
      HELD,
    );

    serverAssess.mockRejectedValue(new TypeError('bug'));
    const broken = fraudOf(address, fraudServing(contract));
    expect(await broken.assessOrHold(payment, soon())).toEqual(HELD);
    expect(await codeOf(broken.assess(payment, soon()))).toBe('dependency-failed');
  });

  it('does not hold what fraud refuses, and does not ask again', async () => {
    serverAssess.mockRejectedValue(new ShopError('conflict', 'another assessment has this id'));
    const fraud = fraudOf(address, fraudServing(contract));
    expect(await codeOf(fraud.assessOrHold(payment, soon()))).toBe('idempotency-key-reused');
    serverAssess.mockRejectedValue(new ShopError('bad-request', 'amount: no'));
    expect(await codeOf(fraud.assessOrHold(payment, soon()))).toBe('dependency-failed');
    expect(serverAssess).toHaveBeenCalledTimes(2);
  });

  it('takes no score that it could not store', async () => {
    v1Assess.mockResolvedValue({ decision: v1.Decision.ALLOW, score: 101 });
    v2Assess.mockResolvedValue({ decision: v2.Decision.ALLOW, risk: Number.NaN });
    const fraud = fraudOf(address, fraudServing(contract));
    expect(await codeOf(fraud.assess(payment, soon()))).toBe('dependency-failed');
  });
});

describe('release v2 of payments', () => {
  it('knows declined payments', async () => {
    v2Assess.mockResolvedValue({ decision: v2.Decision.DECLINE, risk: 0.954 });
    const fraud = fraudOfV2(address, fraudServing(contractV2));
    expect(await fraud.assessOrHold(payment, soon())).toEqual({
      decision: 'decline',
      score: 95,
      degraded: false,
    });
  });

  it('asks by contract v1 where fraud does not serve contract v2 yet', async () => {
    v1Assess.mockResolvedValue({ decision: v1.Decision.REVIEW, score: 85 });
    const fraud = fraudOfV2(address, fraudServing(contractV1));
    expect(await fraud.assessOrHold(payment, soon())).toEqual({
      decision: 'review',
      score: 85,
      degraded: false,
    });
    expect(requests.map(({ url }) => url.pathname)).toEqual([
      '/live/shop.fraud.v2.FraudService/Assess',
      '/live/shop.fraud.v1.FraudService/Assess',
    ]);
  });
});
