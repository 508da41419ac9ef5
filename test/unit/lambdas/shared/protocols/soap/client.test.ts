import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ShopError } from '../../../../../../lambdas/shared/errors.ts';
import {
  type HttpAnswer,
  type HttpRequest,
  HttpTimeout,
} from '../../../../../../lambdas/shared/http-client.ts';
import { identifyAs } from '../../../../../../lambdas/shared/identity.ts';
import { soapClient } from '../../../../../../lambdas/shared/protocols/soap/client.ts';
import { writeEnvelope } from '../../../../../../lambdas/shared/protocols/soap/envelope.ts';
import { faultOf, writeFault } from '../../../../../../lambdas/shared/protocols/soap/error.ts';
import { Deadline } from '../../../../../../lambdas/shared/resilience/deadline.ts';
import * as v1 from '../../../../../../schemas/gen/wsdl/carrier/v1.ts';
import { readXml } from '../../../../../../schemas/xml/read-xml.ts';
import { envelope } from './soap-events.ts';

const BOOKING = { shipmentId: 's-1', orderId: 'o-1', country: 'A & B', weightGrams: 1500, parcels: 2 };
const RESPONSE =
  '<BookShipmentResponse xmlns="urn:shop:carrier:v1"><shipmentId>s-1</shipmentId><trackingNumber>t</trackingNumber>' +
  '<priceMinor>9007199254740993</priceMinor><currency>GBP</currency><estimatedDelivery>2026-12-03</estimatedDelivery>' +
  '</BookShipmentResponse>';

const POLICY = {
  attemptMs: 600,
  budgetMs: 1000,
  retries: { attempts: 2, initialDelayMs: 0, maxDelayMs: 0, budget: 1 },
  breaker: { failures: 5, openMs: 1000 },
  bulkhead: { concurrent: 1, queued: 0 },
};

const sent: HttpRequest[] = [];

/** A client whose service gives this answer. */
function clientOf(answer: HttpAnswer | Error) {
  const options = {
    dependency: 'carrier',
    address: { apiId: 'abc123', stage: 'live' },
    path: '/carrier',
    contract: v1.CONTRACT,
    policy: POLICY,
  };
  return soapClient<v1.Operations>(options, async (request) => {
    sent.push(request);
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

async function codeOf(answer: HttpAnswer | Error): Promise<string> {
  try {
    await clientOf(answer)('BookShipment', BOOKING, { deadline: Deadline.in(5000) });
    return 'none';
  } catch (error) {
    if (error instanceof ShopError) return error.code;
    throw error;
  }
}

const faultAnswer = (error: unknown): HttpAnswer => {
  const { fault, status } = faultOf(error);
  return { status, body: writeEnvelope(writeFault(fault, v1.CONTRACT)) };
};

describe('a SOAP client', () => {
  beforeEach(() => {
    sent.length = 0;
    identifyAs('v9');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'orders');
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  });

  it('sends a message of the contract, signed, with its deadline and its name', async () => {
    const call = clientOf({ status: 200, body: envelope(RESPONSE) });
    expect(await call('BookShipment', BOOKING, { deadline: Deadline.in(5000) })).toEqual({
      shipmentId: 's-1',
      trackingNumber: 't',
      priceMinor: 9_007_199_254_740_993n,
      currency: 'GBP',
      estimatedDelivery: '2026-12-03',
    });
    const [request] = sent;
    expect(request?.headers).toMatchObject({
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"urn:shop:carrier:v1/BookShipment"',
      'x-timeout-ms': '600',
      'user-agent': 'shop-orders/v9',
      authorization: expect.stringContaining('AWS4-HMAC-SHA256'),
    });
    const [message] = readXml(request?.body ?? '').children[0]?.children ?? [];
    expect(message?.children.map(({ text }) => text)).toEqual(['s-1', 'o-1', 'A & B', '1500', '2']);
  });

  it.each([
    ['bad-request', 'bad-request'],
    ['not-found', 'not-found'],
    ['conflict', 'conflict'],
    ['payload-too-large', 'payload-too-large'],
    ['too-many-requests', 'too-many-requests'],
    ['deadline-required', 'deadline-required'],
    ['deadline-exceeded', 'dependency-timeout'],
    ['dependency-timeout', 'dependency-timeout'],
    ['dependency-unavailable', 'dependency-unavailable'],
    ['internal', 'dependency-failed'],
  ] as const)('takes the fault %s for %s', async (code, expected) => {
    expect(await codeOf(faultAnswer(new ShopError(code, 'reason')))).toBe(expected);
  });

  it.each([
    ['no answer in time', new HttpTimeout('late'), 'dependency-timeout'],
    ['no connection', new Error('ECONNREFUSED'), 'dependency-unavailable'],
    ['403 of API Gateway', { status: 403, body: '{"message":"Forbidden"}' }, 'dependency-failed'],
    ['429 of API Gateway', { status: 429, body: '{}' }, 'too-many-requests'],
    ['502 of API Gateway', { status: 502, body: '{}' }, 'dependency-unavailable'],
    ['504 of API Gateway', { status: 504, body: '{}' }, 'dependency-timeout'],
    ['200 without SOAP', { status: 200, body: '<html/>' }, 'dependency-failed'],
    [
      'a fault without a detail',
      {
        status: 500,
        body: envelope('<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>'),
      },
      'dependency-failed',
    ],
    [
      'a fault with a code of another shop',
      {
        status: 500,
        body: envelope(
          '<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><e><code>constructor</code></e></detail></s:Fault>',
        ),
      },
      'dependency-failed',
    ],
    [
      'an answer of another operation',
      { status: 200, body: envelope('<TrackShipmentResponse xmlns="urn:shop:carrier:v1"/>') },
      'dependency-failed',
    ],
    [
      'an answer without a price',
      { status: 200, body: envelope(RESPONSE.replace(/<priceMinor>.*<\/priceMinor>/, '')) },
      'dependency-failed',
    ],
    [
      'an answer with entities',
      { status: 200, body: `<!DOCTYPE a [<!ENTITY b "c">]>${envelope(RESPONSE)}` },
      'dependency-failed',
    ],
  ])('takes %s for %s', async (_, answer, expected) => {
    expect(await codeOf(answer)).toBe(expected);
  });

  it('repeats what may succeed with another attempt, and not what cannot', async () => {
    const attempts = async (answer: HttpAnswer | Error) => {
      sent.length = 0;
      await codeOf(answer);
      return sent.length;
    };
    expect(await attempts(faultAnswer(new ShopError('dependency-unavailable', 'reason')))).toBe(2);
    expect(await attempts({ status: 429, body: '{}' })).toBe(2);
    expect(await attempts(faultAnswer(new ShopError('conflict', 'reason')))).toBe(1);
    expect(await attempts(faultAnswer(new ShopError('bad-request', 'reason')))).toBe(1);
  });
});
