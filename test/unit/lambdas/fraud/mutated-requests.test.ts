import { create, toBinary } from '@bufbuild/protobuf';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { Assessments } from '../../../../lambdas/fraud/v2/assessments.ts';
import { readRequest, toResponse } from '../../../../lambdas/fraud/v2/contract-v2.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { connectHandler } from '../../../../lambdas/shared/protocols/connect/handler.ts';
import { AssessRequestSchema, FraudService } from '../../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { fuzzRuns } from '../../../support/fuzz.ts';

const RUNS = fuzzRuns(2_000);

const stored: unknown[] = [];
const assessments = new Assessments({
  async createItem(_, attributes) {
    stored.push(attributes);
    return true;
  },
  getItem: async () => undefined,
});
const handler = connectHandler({
  release: 'v2',
  register: (router) =>
    router.service(FraudService, {
      assess: async (request) => toResponse((await assessments.assess(readRequest(request))).assessment),
    }),
});

const fields = { assessmentId: 'a-1', amount: '12.50', currency: 'GBP', country: 'EIRE', deviceId: 'D1' };
const binary = toBinary(AssessRequestSchema, create(AssessRequestSchema, fields));
const header = Buffer.alloc(5);
header.writeUInt32BE(binary.length, 1);

const REQUESTS = [
  { type: 'application/proto', body: Buffer.from(binary) },
  { type: 'application/json', body: Buffer.from(JSON.stringify(fields)) },
  { type: 'application/grpc-web+proto', body: Buffer.concat([header, binary]) },
];

/** Bytes that are changed, cut off or added, and bytes that have nothing to do with a request. */
const mutated = (body: Buffer) =>
  fc.oneof(
    fc.tuple(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, change]) => {
      const bytes = Buffer.from(body);
      bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
      return bytes;
    }),
    fc.nat(body.length - 1).map((length) => body.subarray(0, length)),
    fc
      .tuple(fc.nat(body.length), fc.uint8Array({ minLength: 1, maxLength: 20 }))
      .map(([at, bytes]) => Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)])),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );

const requests = fc
  .constantFrom(...REQUESTS)
  .chain(({ type, body }) => mutated(body).map((bytes) => ({ type, bytes })));

/** gRPC codes with which a server says that it failed: unknown, internal, unavailable, data loss. */
const SERVER_FAULT = /grpc-status: ?(2|13|14|15)\r\n/;

it(`${RUNS.numRuns} mutated requests are refused as the client's fault, or stored as they were read`, async () => {
  const logged = vi.spyOn(logger, 'error').mockReturnValue(undefined);
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(requests, async ({ type, bytes }) => {
      const before = stored.length;
      const { statusCode, body, isBase64Encoded } = await handler(
        {
          httpMethod: 'POST',
          path: '/shop.fraud.v2.FraudService/Assess',
          headers: { 'content-type': type, 'x-timeout-ms': '10000' },
          queryStringParameters: null,
          body: bytes.toString('base64'),
          isBase64Encoded: true,
        } as unknown as APIGatewayProxyEvent,
        { awsRequestId: 'r-1' } as Context,
      );
      const text = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8').toString('latin1');
      const isAnswered = statusCode === 200 && !/grpc-status: ?[1-9]/.test(text);
      if (!isAnswered) refused += 1;
      expect(statusCode).toBeLessThan(500);
      expect(text).not.toMatch(SERVER_FAULT);
      expect(stored.length - before).toBe(isAnswered ? 1 : 0);
    }),
    RUNS,
  );
  // Both happen: some mutations are another valid request, such as a changed letter of the country.
  expect(refused).toBeGreaterThan(RUNS.numRuns / 2);
  expect(refused).toBeLessThan(RUNS.numRuns);
  expect(logged).not.toHaveBeenCalled();
}, 60_000);
