import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { ShopError } from '../../../../../../lambdas/shared/errors.ts';
import { logger } from '../../../../../../lambdas/shared/logging.ts';
import { type RestRequest, restHandler } from '../../../../../../lambdas/shared/protocols/rest/handler.ts';

const seen: RestRequest[] = [];
const handler = restHandler({
  service: 'things',
  release: 'v7',
  maxBodyBytes: 100,
  routes: {
    async 'POST /v1/things'(request) {
      seen.push(request);
      return { status: 201, headers: { Location: 'things/1' }, body: request.body };
    },
    async 'GET /v1/broken'() {
      throw new TypeError('secret');
    },
    async 'GET /v1/busy'() {
      throw new ShopError('too-many-requests', 'wait');
    },
  },
});

async function ask(event: Partial<APIGatewayProxyEvent>, remainingMs = 5000) {
  const defaults = {
    httpMethod: 'POST',
    resource: '/v1/things',
    headers: { 'x-timeout-ms': '2000', 'user-agent': 'shop-orders/v1.2' },
    body: null,
    isBase64Encoded: false,
  };
  const context = { awsRequestId: 'r1', getRemainingTimeInMillis: () => remainingMs };
  // Only what the handler reads of what API Gateway sends.
  const result = await handler({ ...defaults, ...event } as APIGatewayProxyEvent, context as Context);
  return { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body) };
}

describe('a handler of a service with an OpenAPI contract', () => {
  it('returns what the operation does, and its release', async () => {
    expect(await ask({ body: '{"a":1}' })).toEqual({
      status: 201,
      headers: { Location: 'things/1', 'content-type': 'application/json', 'x-dataflow-release': 'v7' },
      body: { a: 1 },
    });
    expect(seen.at(-1)?.metadata.caller).toEqual({ service: 'orders', release: 'v1.2' });
  });

  it('ends with its caller or with its invocation, whichever is first', async () => {
    await ask({ body: '{}' });
    expect(seen.at(-1)?.deadline.remainingMs()).toBeLessThanOrEqual(2000);
    await ask({ body: '{}' }, 300);
    expect(seen.at(-1)?.deadline.remainingMs()).toBeLessThanOrEqual(300);
  });

  it('reports a route that it does not have, also one with the name of an inherited member', async () => {
    for (const event of [{ resource: '/v1/nothing' }, { httpMethod: 'constructor', resource: '' }]) {
      expect(await ask(event)).toMatchObject({
        status: 404,
        headers: { 'content-type': 'application/problem+json', 'x-dataflow-release': 'v7' },
        body: { type: 'urn:shop:problem:not-found', instance: 'urn:shop:request:r1' },
      });
    }
  });

  it('tells a caller nothing of a failure inside, and logs it', async () => {
    const log = vi.spyOn(logger, 'error').mockImplementation(() => {});
    const { status, body } = await ask({ httpMethod: 'GET', resource: '/v1/broken' });
    expect([status, body.code, body.detail]).toEqual([500, 'internal', 'internal error; see the log']);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('says when a caller that sends too much may send again', async () => {
    const { status, headers } = await ask({ httpMethod: 'GET', resource: '/v1/busy' });
    expect([status, headers?.['Retry-After']]).toEqual([429, '1']);
  });

  it('refuses bytes that are not UTF-8, and text that UTF-8 cannot carry', async () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64');
    expect(await ask({ body: bytes, isBase64Encoded: true })).toMatchObject({ status: 400 });
    expect(await ask({ body: '{"a":"\\ud800"}' })).toMatchObject({
      status: 400,
      body: { detail: 'a: must not have a lone surrogate' },
    });
  });
});
