import { gunzipSync, gzipSync } from 'node:zlib';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ShopError, type ShopErrorCode } from '../../../../../../lambdas/shared/errors.ts';
import type { FaultRule } from '../../../../../../lambdas/shared/faults/fault-rule.ts';
import { logger } from '../../../../../../lambdas/shared/logging.ts';
import { connectHandler } from '../../../../../../lambdas/shared/protocols/connect/handler.ts';
import {
  type AssessRequest,
  AssessRequestSchema,
  AssessResponseSchema,
  Decision,
  FraudService,
} from '../../../../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';

const rules: FaultRule[] = [];
vi.mock('../../../../../../lambdas/shared/faults/active-faults.ts', () => ({
  activeFaults: async () => rules,
}));

const ASSESS = '/shop.fraud.v1.FraudService/Assess';
const GET_ASSESSMENT = '/shop.fraud.v1.FraudService/GetAssessment';
const PROTO = 'application/proto';
const JSON_TYPE = 'application/json';
const GRPC_WEB = 'application/grpc-web+proto';

const seen: AssessRequest[] = [];
let failure: unknown;

const handler = connectHandler({
  release: 'v9',
  register: (router) =>
    router.service(FraudService, {
      async assess(request) {
        seen.push(request);
        if (failure !== undefined) throw failure;
        return { assessmentId: request.assessmentId, decision: Decision.REVIEW, score: 75 };
      },
      async getAssessment({ assessmentId }) {
        return { assessmentId, decision: Decision.ALLOW, score: 5 };
      },
    }),
});

vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'fraud');
const logged = vi.spyOn(logger, 'error').mockReturnValue(undefined);

beforeEach(() => {
  seen.length = 0;
  rules.length = 0;
  failure = undefined;
  logged.mockClear();
});

interface Sent {
  path?: string;
  method?: string;
  body?: Uint8Array;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  deadline?: Record<string, string>;
}

async function send(
  contentType: string | undefined,
  { path = ASSESS, method = 'POST', body, headers, query, deadline = { 'x-timeout-ms': '2000' } }: Sent = {},
) {
  const event = {
    httpMethod: method,
    resource: '/shop.fraud.v1.FraudService/{method}',
    path,
    headers: { ...(contentType !== undefined && { 'content-type': contentType }), ...deadline, ...headers },
    queryStringParameters: query ?? null,
    body: body === undefined ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined,
  } as unknown as APIGatewayProxyEvent;
  return read(await handler(event, { awsRequestId: 'r-1' } as Context));
}

function read({ statusCode, headers, body, isBase64Encoded }: APIGatewayProxyResult) {
  const bytes = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
  return { status: statusCode, headers: headers ?? {}, bytes, text: bytes.toString('utf8') };
}

const request = (fields: Partial<AssessRequest> = {}) =>
  create(AssessRequestSchema, {
    assessmentId: 'a-1',
    amount: '12.50',
    currency: 'GBP',
    country: 'EIRE',
    ...fields,
  });
const bytesOf = (fields: Partial<AssessRequest> = {}) => toBinary(AssessRequestSchema, request(fields));
const jsonOf = (value: unknown) => Buffer.from(JSON.stringify(value));

/** A message of gRPC-Web: a flag, the length in four bytes, the bytes. */
function frame(bytes: Uint8Array, flag = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function readFrames(body: Buffer): { flag: number; bytes: Buffer }[] {
  const frames = [];
  for (let at = 0; at < body.length; ) {
    const end = at + 5 + body.readUInt32BE(at + 1);
    frames.push({ flag: body.readUInt8(at), bytes: body.subarray(at + 5, end) });
    at = end;
  }
  return frames;
}

function trailersOf(body: Buffer): Record<string, string> {
  const last = readFrames(body).at(-1);
  expect(last?.flag).toBe(0x80);
  const lines = last?.bytes.toString('latin1').trim().split('\r\n') ?? [];
  return Object.fromEntries(lines.map((line) => line.split(/: ?/, 2) as [string, string]));
}

/** The shop's own code, from the detail of a JSON error. */
function shopCode(text: string): string | undefined {
  return JSON.parse(text).details?.[0]?.debug?.code ?? undefined;
}

describe('a call of the Connect protocol', () => {
  it('is answered in binary', async () => {
    // Field 1 "a-1", field 2 "12.50", field 3 "GBP", field 5 "EIRE".
    const wire = Buffer.from('0a03612d31120531322e35301a034742502a0445495245', 'hex');
    const { status, headers, bytes } = await send(PROTO, { body: wire });
    expect({ status, headers }).toEqual({
      status: 200,
      headers: { 'content-type': PROTO, 'x-dataflow-release': 'v9' },
    });
    expect(bytes.toString('hex')).toBe('0a03612d311002184b');
    expect(seen).toEqual([request()]);
  });

  it('is answered in JSON, as text', async () => {
    const body = jsonOf({ assessmentId: 'a-1', amount: '12.50', currency: 'GBP', country: 'EIRE' });
    const { status, headers, text } = await send(JSON_TYPE, { body });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: JSON_TYPE });
    expect(JSON.parse(text)).toEqual({ assessmentId: 'a-1', decision: 'DECISION_REVIEW', score: 75 });
    expect(seen).toEqual([request()]);
  });

  it('may be a GET where the method has no side effects', async () => {
    const query = { encoding: 'json', message: '{"assessmentId":"a-1"}', connect: 'v1' };
    const { status, text } = await send(undefined, { method: 'GET', path: GET_ASSESSMENT, query });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ assessmentId: 'a-1', decision: 'DECISION_ALLOW' });
  });

  it('may be compressed, in both directions', async () => {
    const headers = { 'content-encoding': 'gzip', 'accept-encoding': 'gzip' };
    const id = 'a'.repeat(5000);
    const answer = await send(PROTO, { body: gzipSync(bytesOf({ assessmentId: id })), headers });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-encoding': 'gzip' } });
    expect(fromBinary(AssessResponseSchema, gunzipSync(answer.bytes)).assessmentId).toBe(id);
  });

  it('may have fields that this release does not know', async () => {
    // Field 99, a string with a control character.
    const unknown = Buffer.from('9a06027807', 'hex');
    expect(await send(PROTO, { body: Buffer.concat([bytesOf(), unknown]) })).toMatchObject({ status: 200 });
    const body = jsonOf({ assessmentId: 'a-1', loyaltyTier: 'gold' });
    expect(await send(JSON_TYPE, { body })).toMatchObject({ status: 200 });
  });
});

describe('a call of gRPC-Web', () => {
  it('is answered with a message and trailers', async () => {
    const { status, headers, bytes } = await send(GRPC_WEB, { body: frame(bytesOf()) });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: GRPC_WEB });
    const [message] = readFrames(bytes);
    expect(message?.flag).toBe(0);
    expect(fromBinary(AssessResponseSchema, message?.bytes ?? Buffer.of())).toMatchObject({ score: 75 });
    expect(trailersOf(bytes)).toMatchObject({ 'grpc-status': '0' });
  });

  it('may name its deadline as gRPC does', async () => {
    const deadline = { 'grpc-timeout': '2S' };
    const { bytes } = await send(GRPC_WEB, { body: frame(bytesOf()), deadline });
    expect(trailersOf(bytes)).toMatchObject({ 'grpc-status': '0' });
  });

  it.each([
    ['malformed Protobuf', { body: frame(Buffer.from('0aff', 'hex')) }, '3'],
    ['a frame that is cut off', { body: frame(bytesOf()).subarray(0, 9) }, '3'],
    ['no message', { body: Buffer.of() }, '3'],
    ['two messages', { body: Buffer.concat([frame(bytesOf()), frame(bytesOf())]) }, '3'],
    ['text that is not UTF-8', { body: frame(Buffer.from('0a02ff41', 'hex')) }, '3'],
    ['a message that is too large', { body: frame(bytesOf({ country: 'x'.repeat(70_000) })) }, '8'],
    ['a compression that it does not know', { headers: { 'grpc-encoding': 'br' } }, '12'],
    ['a missing deadline', { deadline: {} }, '3'],
    ['a deadline that has passed', { deadline: { 'grpc-timeout': '0m' } }, '4'],
    ['a timeout that is no time', { deadline: { 'grpc-timeout': 'soon' } }, '3'],
  ])('is refused in its trailers for %s', async (_, sent: Sent, grpcStatus) => {
    const { status, bytes } = await send(GRPC_WEB, { body: frame(bytesOf()), ...sent });
    expect(status).toBe(200);
    expect(trailersOf(bytes)).toMatchObject({ 'grpc-status': grpcStatus });
    expect(seen).toEqual([]);
  });

  it('is refused in its headers for an unknown method', async () => {
    const answer = await send(GRPC_WEB, { path: `${ASSESS}Quickly`, body: frame(bytesOf()) });
    expect(answer).toMatchObject({ status: 200, headers: { 'grpc-status': '12' } });
  });
});

describe('a call of the Connect protocol is refused', () => {
  const gzip = { 'content-encoding': 'gzip' };
  const large = 'x'.repeat(70_000);

  it.each<[string, number, string, ShopErrorCode, string | undefined, Sent]>([
    [
      'malformed Protobuf',
      400,
      'invalid_argument',
      'bad-request',
      PROTO,
      { body: Buffer.from('0aff', 'hex') },
    ],
    [
      'text that is not UTF-8',
      400,
      'invalid_argument',
      'bad-request',
      PROTO,
      { body: Buffer.from('0a02ff41', 'hex') },
    ],
    ['malformed JSON', 400, 'invalid_argument', 'bad-request', JSON_TYPE, { body: Buffer.from('{"a') }],
    ['no JSON', 400, 'invalid_argument', 'bad-request', JSON_TYPE, {}],
    [
      'JSON that is not UTF-8',
      400,
      'invalid_argument',
      'bad-request',
      JSON_TYPE,
      { body: Buffer.from('7b22ff22', 'hex') },
    ],
    [
      'a field of another type',
      400,
      'invalid_argument',
      'bad-request',
      JSON_TYPE,
      { body: jsonOf({ amount: 12.5 }) },
    ],
    [
      'a control character',
      400,
      'invalid_argument',
      'bad-request',
      PROTO,
      { body: bytesOf({ country: 'a\u0000' }) },
    ],
    [
      'a lone surrogate',
      400,
      'invalid_argument',
      'bad-request',
      JSON_TYPE,
      { body: Buffer.from('{"country":"\\ud800"}') },
    ],
    [
      'a body that is not gzip',
      400,
      'invalid_argument',
      'bad-request',
      PROTO,
      { body: bytesOf(), headers: gzip },
    ],
    [
      'a gzip body that is cut off',
      400,
      'invalid_argument',
      'bad-request',
      PROTO,
      { body: gzipSync(bytesOf()).subarray(0, 20), headers: gzip },
    ],
    [
      'a large body',
      413,
      'resource_exhausted',
      'payload-too-large',
      PROTO,
      { body: bytesOf({ country: large }) },
    ],
    [
      'a body that is large unpacked',
      413,
      'resource_exhausted',
      'payload-too-large',
      JSON_TYPE,
      { body: gzipSync(jsonOf({ country: large })), headers: gzip },
    ],
    [
      'an unknown compression',
      415,
      'unimplemented',
      'unsupported-media-type',
      PROTO,
      { body: bytesOf(), headers: { 'content-encoding': 'zstd' } },
    ],
    ['another content type', 415, 'unimplemented', 'unsupported-media-type', 'text/xml', { body: bytesOf() }],
    ['native gRPC', 415, 'unimplemented', 'unsupported-media-type', 'application/grpc', { body: bytesOf() }],
    ['no content type', 415, 'unimplemented', 'unsupported-media-type', undefined, { body: bytesOf() }],
    [
      'a missing deadline',
      400,
      'invalid_argument',
      'deadline-required',
      PROTO,
      { body: bytesOf(), deadline: {} },
    ],
    [
      'a timeout that is no time',
      400,
      'invalid_argument',
      'bad-request',
      PROTO,
      { deadline: { 'x-timeout-ms': 'soon' } },
    ],
    [
      'a deadline that has passed',
      504,
      'deadline_exceeded',
      'deadline-exceeded',
      PROTO,
      { deadline: { 'x-timeout-ms': '0' } },
    ],
  ])('for %s', async (_, status, code, ownCode, contentType, sent) => {
    const answer = await send(contentType, sent);
    expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
      status,
      type: JSON_TYPE,
    });
    expect(JSON.parse(answer.text).code).toBe(code);
    expect(shopCode(answer.text)).toBe(ownCode);
    expect(answer.headers['x-dataflow-release']).toBe('v9');
    expect(seen).toEqual([]);
  });

  it.each([
    { encoding: 'proto', message: '%%%', base64: '1' },
    { encoding: 'proto', message: 'Cv8=', base64: '1' },
    { encoding: 'json', message: '[' },
    { encoding: 'json' },
  ])('for a GET with %j', async (query) => {
    const answer = await send(undefined, { method: 'GET', path: GET_ASSESSMENT, query });
    expect({ status: answer.status, code: JSON.parse(answer.text).code }).toEqual({
      status: 400,
      code: 'invalid_argument',
    });
  });

  it('for a GET of a method with side effects', async () => {
    const answer = await send(undefined, { method: 'GET', query: { encoding: 'json', message: '{}' } });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  it.each([`${ASSESS}Quickly`, '/shop.fraud.v7.FraudService/Assess', '/'])('at the path %s', async (path) => {
    const answer = await send(PROTO, { path, body: bytesOf() });
    expect({ status: answer.status, code: JSON.parse(answer.text).code }).toEqual({
      status: 404,
      code: 'unimplemented',
    });
  });

  it('without a word of what it sent', async () => {
    for (const body of ['{"secret":"s3cr3t', '{"amount":"1","country":["s3cr3t"]}', '"s3cr3t"']) {
      const { text } = await send(JSON_TYPE, { body: Buffer.from(body) });
      expect(text).toContain('invalid_argument');
      expect(text).not.toContain('s3cr3t');
    }
    expect(logged).not.toHaveBeenCalled();
  });
});

describe('an error of the implementation', () => {
  it.each<[ShopErrorCode, number, string, boolean]>([
    ['bad-request', 400, 'invalid_argument', false],
    ['not-found', 404, 'not_found', false],
    ['conflict', 409, 'already_exists', false],
    ['too-many-requests', 429, 'resource_exhausted', false],
    ['idempotency-key-reused', 400, 'failed_precondition', false],
    ['dependency-failed', 500, 'internal', true],
    ['dependency-unavailable', 503, 'unavailable', true],
    ['dependency-timeout', 503, 'unavailable', true],
    ['internal', 500, 'internal', true],
  ])('%s is answered with %d %s', async (code, status, connectCode, isLogged) => {
    failure = new ShopError(code, 'what was wrong');
    const { text, ...answer } = await send(PROTO, { body: bytesOf() });
    expect(answer.status).toBe(status);
    expect(JSON.parse(text)).toMatchObject({ code: connectCode, message: 'what was wrong' });
    expect(shopCode(text)).toBe(code);
    expect(logged).toHaveBeenCalledTimes(isLogged ? 1 : 0);
  });

  it('is an internal one without its words when it is not ours', async () => {
    failure = new TypeError('the password is s3cr3t');
    const { status, text } = await send(PROTO, { body: bytesOf() });
    expect({ status, code: JSON.parse(text).code }).toEqual({ status: 500, code: 'internal' });
    expect(text).not.toContain('s3cr3t');
    expect(logged).toHaveBeenCalledTimes(1);
  });
});

describe('an injected fault', () => {
  const fault = (fault: FaultRule['fault']) =>
    rules.push({ service: 'fraud', operation: 'Assess', share: 1, fault });

  it.each([
    [{ kind: 'error' } as const, 500, '13'],
    [{ kind: 'unavailable' } as const, 503, '14'],
    [{ kind: 'refusal' } as const, 429, '8'],
  ])('is answered in the protocol of the call: %j', async (kind, status, grpcStatus) => {
    fault(kind);
    const answer = await send(PROTO, { body: bytesOf() });
    expect(answer.status).toBe(status);
    expect(answer.headers['retry-after']).toBe(status === 429 ? '1' : undefined);
    const { bytes } = await send(GRPC_WEB, { body: frame(bytesOf()) });
    expect(trailersOf(bytes)).toMatchObject({ 'grpc-status': grpcStatus });
    expect(seen).toEqual([]);
  });

  it('that outlasts the deadline keeps the work from starting', async () => {
    fault({ kind: 'latency', ms: 40 });
    const answer = await send(PROTO, { body: bytesOf(), deadline: { 'x-timeout-ms': '20' } });
    expect({ status: answer.status, code: shopCode(answer.text) }).toEqual({
      status: 504,
      code: 'deadline-exceeded',
    });
    expect(seen).toEqual([]);
  });

  it('strikes the operation that it names, and no other', async () => {
    fault({ kind: 'error' });
    const query = { encoding: 'json', message: '{"assessmentId":"a-1"}' };
    const answer = await send(undefined, { method: 'GET', path: GET_ASSESSMENT, query });
    expect(answer.status).toBe(200);
  });
});
