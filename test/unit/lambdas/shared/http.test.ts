import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { ShopError } from '../../../../lambdas/shared/errors.ts';
import { type RestRequest, restHandler } from '../../../../lambdas/shared/http.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { parse } from '../../../../lambdas/shared/parse.ts';

const seen: RestRequest[] = [];
const thing = z.object({ name: z.string(), lines: z.array(z.object({ quantity: z.int() })) });
const handler = restHandler({
  release: 'v7',
  maxBodyBytes: 100,
  routes: {
    'POST /things': async (request) => {
      seen.push(request);
      return { status: 201, body: parse(thing, request.body) };
    },
    'GET /things/{id}': async (request) => ({ status: 200, body: request.parameters }),
    'ANY /{proxy+}': async ({ method, path }) => ({ status: 404, body: { method, path } }),
    'GET /broken': async () => {
      throw new TypeError('secret');
    },
    'GET /timeout': async () => {
      throw new ShopError('dependency-timeout', 'payments did not answer in time');
    },
  },
});

async function ask(event: Partial<APIGatewayProxyEvent>) {
  const defaults = {
    httpMethod: 'POST',
    resource: '/things',
    headers: {},
    body: null,
    isBase64Encoded: false,
  };
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 1234 };
  // Only what the handler reads of what API Gateway sends.
  const { statusCode, headers, body } = await handler(
    { ...defaults, ...event } as APIGatewayProxyEvent,
    context as Context,
  );
  return { status: statusCode, headers, body: JSON.parse(body) };
}

const good = JSON.stringify({ name: 'a', lines: [] });

describe('a REST handler', () => {
  it('says in every answer which release it is', async () => {
    expect((await ask({ body: good })).headers).toMatchObject({ 'x-dataflow-release': 'v7' });
    expect((await ask({ resource: '/nowhere' })).headers).toMatchObject({ 'x-dataflow-release': 'v7' });
  });

  it('has a route for any method, behind those that name theirs', async () => {
    const event = { httpMethod: 'PUT', resource: '/{proxy+}', path: '/a%2Fb' };
    expect(await ask(event)).toMatchObject({ status: 404, body: { method: 'PUT', path: '/a%2Fb' } });
  });

  it('names the fields of a body at fault, and not what was in them', async () => {
    const body = JSON.stringify({ name: 42, lines: [{ quantity: 1.5 }] });
    const answer = await ask({ body });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('bad-request');
    expect(answer.body.error.message).toMatch(/name: .*; lines\[0\]\.quantity: /);
    expect(answer.body.error.message).not.toMatch(/42|1\.5/);
  });

  it('names the first faults of many', async () => {
    const body = JSON.stringify({ lines: [1, 2, 3, 4, 5, 6] });
    expect((await ask({ body })).body.error.message).toMatch(/; and 2 more$/);
  });

  it('refuses a body that is not JSON without quoting it', async () => {
    const { status, body } = await ask({ body: '{"password": secret' });
    expect([status, body.error]).toEqual([
      400,
      { code: 'bad-request', message: 'the body is not valid JSON' },
    ]);
  });

  it('refuses a missing body, another media type, and a body over the limit', async () => {
    expect((await ask({ body: null })).status).toBe(400);
    expect((await ask({ body: good, headers: { 'Content-Type': 'text/xml' } })).status).toBe(415);
    expect((await ask({ body: JSON.stringify({ name: 'é'.repeat(50) }) })).status).toBe(413);
  });

  it('reads a body that came as bytes, and a media type with parameters', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const body = Buffer.from(good).toString('base64');
    expect((await ask({ headers, body, isBase64Encoded: true })).status).toBe(201);
  });

  it('decodes path parameters', async () => {
    const event = { httpMethod: 'GET', resource: '/things/{id}' };
    expect((await ask({ ...event, pathParameters: { id: 'a%20b' } })).body).toEqual({ id: 'a b' });
    expect((await ask({ ...event, pathParameters: { id: '%' } })).status).toBe(400);
  });

  it('refuses a path parameter that would be no key', async () => {
    const event = { httpMethod: 'GET', resource: '/things/{id}' };
    const status = async (id: string) => (await ask({ ...event, pathParameters: { id } })).status;
    expect(await status('x'.repeat(513))).toBe(400);
    expect(await status('%00')).toBe(400);
    expect(await status('%ED%A0%80')).toBe(400);
  });

  it('refuses text that UTF-8 cannot carry, and control characters, in values and names', async () => {
    const refused: [string, string][] = [
      ['{"name":"a\\ud800b","lines":[]}', 'name: must not have a lone surrogate'],
      ['{"name":"a\\ufffeb","lines":[]}', 'name: must not have the noncharacters U+FFFE and U+FFFF'],
      ['{"name":"a","lines":[],"\\uffff":1}', 'a name must not have the noncharacters U+FFFE and U+FFFF'],
      ['{"name":"a\\u0000","lines":[]}', 'name: must not have control characters'],
      ['{"name":"two\\nlines","lines":[]}', 'name: must not have control characters'],
      ['{"name":"a","lines":[{"note":"\\u0085"}]}', 'lines[0].note: must not have control characters'],
      ['{"name":"a","lines":[],"\\udfff":1}', 'a name must not have a lone surrogate'],
      ['{"name":"a","lines":[],"x":{"\\u001b":1}}', 'x: a name must not have control characters'],
    ];
    for (const [body, message] of refused) {
      const { status, body: refusal } = await ask({ body });
      expect([body, status, refusal.error]).toEqual([body, 400, { code: 'bad-request', message }]);
    }
    expect((await ask({ body: JSON.stringify({ name: 'Zoë 👩‍🚀', lines: [] }) })).status).toBe(201);
  });

  it('takes line breaks and tabs in a schema, which is a document', async () => {
    expect((await ask({ body: '{"name":"a","lines":[],"schema":"{\\n\\t\\r}"}' })).status).toBe(201);
    expect((await ask({ body: '{"name":"a","lines":[],"schema":"\\u0000"}' })).status).toBe(400);
  });

  it('refuses a body that is not UTF-8, and one that is nested too deeply', async () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64');
    expect((await ask({ body: bytes, isBase64Encoded: true })).body.error.message).toBe(
      'the body is not valid UTF-8',
    );
    const deep = restHandler({
      release: 'v7',
      maxBodyBytes: 256 * 1024,
      routes: { 'POST /things': async () => ({ status: 201, body: {} }) },
    });
    const nested = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const event = {
      httpMethod: 'POST',
      resource: '/things',
      headers: {},
      body: nested,
      isBase64Encoded: false,
    };
    const { statusCode } = await deep(event as unknown as APIGatewayProxyEvent, {} as Context);
    expect(statusCode).toBe(400);
  });

  it('answers 404 for a route that it does not have', async () => {
    expect((await ask({ httpMethod: 'DELETE' })).body.error.code).toBe('not-found');
  });

  it('tells a caller nothing of a failure inside, and logs it', async () => {
    const log = vi.spyOn(logger, 'error').mockImplementation(() => {});
    const { status, body } = await ask({ httpMethod: 'GET', resource: '/broken' });
    expect([status, body.error.message]).toEqual([500, 'internal error; see the log']);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('answers 504 when a service that it needs does not answer in time', async () => {
    const log = vi.spyOn(logger, 'error').mockImplementation(() => {});
    expect((await ask({ httpMethod: 'GET', resource: '/timeout' })).status).toBe(504);
    log.mockRestore();
  });

  it('serves no caller whose time is up, and gives a route what is left of it', async () => {
    const before = seen.length;
    const late = await ask({ body: good, headers: { 'x-timeout-ms': '0' } });
    expect(late).toMatchObject({ status: 504, body: { error: { code: 'deadline-exceeded' } } });
    expect(seen.length).toBe(before);
    await ask({ body: good, headers: { 'X-Timeout-Ms': '500' } });
    expect(seen.at(-1)?.remainingMs()).toBeLessThanOrEqual(500);
    expect(seen.at(-1)?.deadline.remainingMs()).toBeLessThanOrEqual(500);
    await ask({ body: good, headers: { 'x-timeout-ms': '5000' } });
    expect(seen.at(-1)?.deadline.remainingMs()).toBeLessThanOrEqual(1234);
  });

  it('tells a route how much time is left', async () => {
    await ask({ body: good });
    expect(seen.at(-1)?.remainingMs()).toBe(1234);
  });
});
