import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { apiUrl } from '../../driver/clients/api-url.ts';
import { CONNECT_PROTOCOLS } from '../../driver/clients/connect-transport.ts';
import { requestSigner } from '../../driver/clients/request-signer.ts';
import { fraudRelease, liveFraud } from '../../driver/fraud/fraud-client.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { ErrorInfoSchema } from '../../schemas/gen/proto/shop/errors/v1/error_info_pb.ts';
import {
  AssessRequestSchema,
  Decision as DecisionV1,
  FraudService as FraudServiceV1,
} from '../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import {
  Decision as DecisionV2,
  FraudService as FraudServiceV2,
} from '../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { ASSESSMENT_ITEM, assessmentKey } from '../../schemas/items/assessment-item.ts';
import { layoutFaults } from '../../schemas/items/layout-faults.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { signingInterceptor } from './support/signing-interceptor.ts';
import { storedItem } from './support/stored-item.ts';

const freshId = () => `fraud-${randomBytes(6).toString('hex')}`;
const large = () => ({ assessmentId: freshId(), amount: '9000.00', currency: 'GBP', country: 'France' });
const inTime = { timeoutMs: 10_000 };

/** The deployed shop, with `release` of fraud live for the length of the test. */
async function shopWith(release: string): Promise<Shop> {
  const shop = await deployedShop();
  const { functionName } = shop.system.services.fraud;
  const before = await shop.traffic.read(functionName);
  await shop.traffic.shift(functionName, {
    version: versionOf(await readReleases(shop.aws.lambda, functionName), release),
  });
  onTestFinished(() => shop.traffic.shift(functionName, before));
  return shop;
}

const baseUrlOf = ({ aws, system }: Shop) => apiUrl(system.services.fraud.apiId, system.stage, aws.settings);

/** Clients of connect-node as its users make them, but for the signature. */
const TRANSPORTS = {
  'Connect, binary': (shop: Shop) => createConnectTransport({ ...options(shop), useBinaryFormat: true }),
  'Connect, JSON': (shop: Shop) => createConnectTransport({ ...options(shop), useBinaryFormat: false }),
  'gRPC-Web, binary': (shop: Shop) => createGrpcWebTransport({ ...options(shop), useBinaryFormat: true }),
  'gRPC-Web, JSON': (shop: Shop) => createGrpcWebTransport({ ...options(shop), useBinaryFormat: false }),
};

function options(shop: Shop) {
  return {
    baseUrl: baseUrlOf(shop),
    httpVersion: '1.1' as const,
    interceptors: [signingInterceptor(requestSigner(shop.aws))],
  };
}

async function failureOf(call: Promise<unknown>): Promise<{ code: Code; own: string | undefined }> {
  const error = await call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => ConnectError.from(reason),
  );
  return { code: error.code, own: error.findDetails(ErrorInfoSchema)[0]?.code };
}

describe.each(Object.entries(TRANSPORTS))('an unmodified client of %s', (_, transportOf) => {
  test('calls contracts v1 and v2 of release v2', async () => {
    const shop = await shopWith('v2');
    const transport = transportOf(shop);
    const v1 = createClient(FraudServiceV1, transport);
    const v2 = createClient(FraudServiceV2, transport);

    const request = { ...large(), deviceId: 'D1' };
    const released: (string | null)[] = [];
    const assessed = await v2.assess(request, {
      ...inTime,
      onHeader: (header) => released.push(header.get('x-dataflow-release')),
    });
    expect(released).toEqual(['v2']);
    expect(assessed).toMatchObject({
      assessmentId: request.assessmentId,
      decision: DecisionV2.DECLINE,
      risk: 0.9,
      reasons: ['foreign-country', 'guest', 'large-amount', 'very-large-amount'],
    });
    expect(await v2.assess(request, inTime)).toEqual(assessed);
    const { assessmentId } = request;
    const item = await storedItem(shop, shop.system.tables.fraud, assessmentKey(assessmentId));
    expect(layoutFaults(ASSESSMENT_ITEM, item)).toEqual([]);
    // Contract v1 cannot decline.
    expect(await v1.getAssessment({ assessmentId }, inTime)).toMatchObject({
      decision: DecisionV1.REVIEW,
      score: 90,
    });
  });

  test('gets the errors of the contract', async () => {
    const client = createClient(FraudServiceV1, transportOf(await shopWith('v2')));
    const request = large();
    await client.assess(request, inTime);
    expect(await failureOf(client.assess({ ...request, amount: '1.00' }, inTime))).toEqual({
      code: Code.AlreadyExists,
      own: 'conflict',
    });
    expect(await failureOf(client.getAssessment({ assessmentId: freshId() }, inTime))).toEqual({
      code: Code.NotFound,
      own: 'not-found',
    });
    expect(await failureOf(client.assess({ ...large(), amount: 'much' }, inTime))).toEqual({
      code: Code.InvalidArgument,
      own: 'bad-request',
    });
    expect(await failureOf(client.assess(large()))).toEqual({
      code: Code.InvalidArgument,
      own: 'deadline-required',
    });
    const late = { ...inTime, headers: { 'x-timeout-ms': '0' } };
    expect(await failureOf(client.assess(large(), late))).toEqual({
      code: Code.DeadlineExceeded,
      own: 'deadline-exceeded',
    });
    const wide = { ...large(), country: 'x'.repeat(70_000) };
    expect(await failureOf(client.assess(wide, inTime))).toMatchObject({ code: Code.ResourceExhausted });
  });

  test('finds contract v1 in release v1.1, and contract v2 not yet', async () => {
    const transport = transportOf(await shopWith('v1.1'));
    const request = large();
    const v1 = createClient(FraudServiceV1, transport);
    expect(await v1.assess(request, inTime)).toMatchObject({ decision: DecisionV1.REVIEW, score: 100 });
    const v2 = createClient(FraudServiceV2, transport);
    expect(await failureOf(v2.assess(request, inTime))).toMatchObject({ code: Code.Unimplemented });
  });
});

test.each(CONNECT_PROTOCOLS)(
  'the clients of the driver reach the API and each version: %s',
  async (protocol) => {
    const shop = await shopWith('v2');
    const context = { ...shop, signal: new AbortController().signal };
    const live = liveFraud(context, protocol);
    onTestFinished(() => live.close());
    const old = await fraudRelease(context, 'v1.1', protocol);
    const next = await fraudRelease(context, 'v2', protocol);

    const request = large();
    const { assessmentId } = request;
    expect(await next.v2.assess(request, inTime)).toMatchObject({ decision: DecisionV2.DECLINE });
    expect(await old.v1.getAssessment({ assessmentId }, inTime)).toMatchObject({
      decision: DecisionV1.REVIEW,
    });
    expect(await live.v2.getAssessment({ assessmentId }, inTime)).toMatchObject({ risk: 1 });
    expect(await failureOf(old.v2.assess(request, inTime))).toMatchObject({ code: Code.Unimplemented });
  },
);

describe('requests of no client', () => {
  const ASSESS = '/shop.fraud.v1.FraudService/Assess';

  async function sender() {
    const shop = await shopWith('v2');
    const sign = requestSigner(shop.aws);
    return async (method: string, path: string, headers: Record<string, string>, body?: Uint8Array) => {
      const url = new URL(`${baseUrlOf(shop)}${path}`);
      const sent = { 'x-timeout-ms': '10000', ...headers };
      const signed = await sign({ method, url, headers: sent, ...(body && { body }) });
      return new Promise<{ status: number; text: string }>((resolve, reject) => {
        const request = httpRequest(url, { method, headers: signed }, async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
        request.on('error', reject);
        request.end(body);
      });
    };
  }

  test('JSON from a command line, also compressed and by GET', async () => {
    const send = await sender();
    const request = large();
    const json = { 'content-type': 'application/json' };
    const body = Buffer.from(JSON.stringify({ ...request, unknownField: [1, 2] }));
    const expected = { assessmentId: request.assessmentId, decision: 'DECISION_REVIEW', score: 100 };
    const plain = await send('POST', ASSESS, json, body);
    expect({ status: plain.status, body: JSON.parse(plain.text) }).toEqual({ status: 200, body: expected });
    const packed = await send('POST', ASSESS, { ...json, 'content-encoding': 'gzip' }, gzipSync(body));
    expect({ status: packed.status, body: JSON.parse(packed.text) }).toEqual({ status: 200, body: expected });
    const query = new URLSearchParams({
      connect: 'v1',
      encoding: 'json',
      message: JSON.stringify({ assessmentId: request.assessmentId }),
    });
    const got = await send('GET', `/shop.fraud.v1.FraudService/GetAssessment?${query}`, {});
    expect({ status: got.status, body: JSON.parse(got.text) }).toEqual({ status: 200, body: expected });
  });

  test('bad input gets the 4xx of the protocol', async () => {
    const send = await sender();
    const proto = { 'content-type': 'application/proto' };
    const json = { 'content-type': 'application/json' };
    const valid = toBinary(AssessRequestSchema, create(AssessRequestSchema, large()));
    const wide = Buffer.alloc(70_000, 0x20);
    const statusOf = async (...sent: Parameters<typeof send>) => (await send(...sent)).status;
    expect(await statusOf('POST', ASSESS, proto, Buffer.from('0aff', 'hex'))).toBe(400);
    expect(await statusOf('POST', ASSESS, proto, Buffer.from('0a02ff41', 'hex'))).toBe(400);
    expect(await statusOf('POST', ASSESS, json, Buffer.from('{"a'))).toBe(400);
    expect(await statusOf('POST', ASSESS, json, Buffer.from('7b22ff22', 'hex'))).toBe(400);
    expect(await statusOf('POST', ASSESS, { ...proto, 'x-timeout-ms': 'soon' }, valid)).toBe(400);
    expect(await statusOf('POST', ASSESS, json, wide)).toBe(413);
    expect(await statusOf('POST', ASSESS, { 'content-type': 'text/xml' }, valid)).toBe(415);
    expect(await statusOf('POST', ASSESS, { ...proto, 'content-encoding': 'zstd' }, valid)).toBe(415);
    expect(await statusOf('POST', `${ASSESS}Quickly`, proto, valid)).toBe(404);
    expect(await statusOf('GET', `${ASSESS}?encoding=json&message=%7B%7D`, {})).toBe(405);
    expect(await statusOf('GET', '/shop.fraud.v1.FraudService/GetAssessment?encoding=proto', {})).toBe(400);
  });
});
