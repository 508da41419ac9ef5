import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { zipOf } from '../../../src/testing/zip-of.ts';
import { startBrowser, startWebSite } from '../../support/browser.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

/** A name of the attacker's that resolves to this machine. */
const REBOUND = 'rebound.example';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;
let site: Awaited<ReturnType<typeof startWebSite>>;
let browser: Browser;
/** What the endpoint refused since the test began. */
let refusals: string[] = [];

beforeAll(async () => {
  endpoint = await startTestEndpoint({
    log: (_level, message, fields) => {
      if (message === 'request refused') refusals.push(String(fields?.['refusal']));
    },
  });
  aws = clients(endpoint);
  await createFunction(aws, {
    name: 'public',
    source: `export const handler = async ({ httpMethod }) => ({
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': '*', 'access-control-allow-headers': 'x-mine' },
      body: httpMethod + ' answered',
    });`,
  });
  await allowApiGateway(aws, 'public');
  api = await createRestApi(endpoint, aws, [{ route: 'ANY /', function: 'public' }]);
  site = await startWebSite();
  for (const Bucket of ['closed', 'shared', 'open']) {
    await aws.s3().send(new CreateBucketCommand({ Bucket }));
    await aws
      .s3()
      .send(new PutObjectCommand({ Bucket, Key: 'a.svg', Body: SVG, ContentType: 'image/svg+xml' }));
  }
  await aws.s3().send(
    new PutBucketCorsCommand({
      Bucket: 'shared',
      CORSConfiguration: {
        CORSRules: [
          {
            AllowedOrigins: [`http://127.0.0.1:${site.port}`],
            AllowedMethods: ['GET', 'PUT', 'DELETE'],
            AllowedHeaders: ['x-amz-*', 'content-type'],
            ExposeHeaders: ['etag'],
          },
        ],
      },
    }),
  );
  await aws.s3().send(
    new PutBucketCorsCommand({
      Bucket: 'open',
      CORSConfiguration: { CORSRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }] },
    }),
  );
  browser = await startBrowser({ [REBOUND]: '127.0.0.1' });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await endpoint.close();
});
beforeEach(() => {
  refusals = [];
});

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';

/** A page of another port of this machine, or of a name that resolves to it. */
async function openPage(host = '127.0.0.1', port = site.port): Promise<Page> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(`http://${host}:${port}/`);
  return page;
}

/** What script in the page reads of an address, or the name of the error that it gets. */
const fetchIn = (page: Page, url: string, init: RequestInit = {}) =>
  page.evaluate(
    ([address, options]) =>
      fetch(address, options).then(
        async (answer) => `${answer.status} ${await answer.text()}`,
        (error: Error) => error.name,
      ),
    [url, init] as const,
  );

const inQuery = (service: string, more = '') =>
  `X-Amz-Credential=test/20260101/us-east-1/${service}/aws4_request${more}`;
const MADE_UP = '&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0';
const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const FUNCTIONS = '/2015-03-31/functions';
const CREATE_FUNCTION = JSON.stringify({
  FunctionName: 'planted',
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/any',
  Code: {
    ZipFile: Buffer.from(zipOf({ 'index.mjs': 'export const handler = () => {}' })).toString('base64'),
  },
});

async function functionNames(): Promise<(string | undefined)[]> {
  const { Functions } = await aws.lambda().send(new ListFunctionsCommand({}));
  return (Functions ?? []).map(({ FunctionName }) => FunctionName);
}

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

const refusedOnce = () => eventually('the endpoint has refused a request', () => refusals.length > 0);

describe('a page on another port cannot create a function', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'by a form of %s, which needs no script',
    async (type) => {
      const page = await openPage();
      const action = `${endpoint.url}${FUNCTIONS}?${inQuery('lambda')}`;
      // A text/plain form sends name=value: the equals sign becomes part of a last member.
      const [name, value] = [`${CREATE_FUNCTION.slice(0, -1)},"Description":"`, '"}'].map(escapeHtml);
      await page.setContent(
        `<form method="post" action="${escapeHtml(action)}" enctype="${type}"><input name="${name}" value="${value}"><button>Win a prize</button></form>`,
      );
      await page.locator('button').click();
      await refusedOnce();
      expect(refusals).toEqual(['query-credentials']);
      expect(await functionNames()).toEqual(['public']);
    },
  );

  test.each<[string, string, RequestInit, string]>([
    ['by fetch without CORS', inQuery('lambda'), { mode: 'no-cors' }, 'query-credentials'],
    ['by fetch with CORS', inQuery('lambda'), {}, 'query-credentials'],
    [
      'with a signature that it makes up',
      inQuery('lambda', MADE_UP),
      { mode: 'no-cors' },
      'query-credentials',
    ],
  ])('%s', async (_how, query, init, refusal) => {
    const page = await openPage();
    const body = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: CREATE_FUNCTION };
    await fetchIn(page, `${endpoint.url}${FUNCTIONS}?${query}`, { ...body, ...init });
    expect(refusals).toEqual([refusal]);
    expect(await functionNames()).toEqual(['public']);
  });

  test('by a beacon', async () => {
    const page = await openPage();
    const url = `${endpoint.url}${FUNCTIONS}?${inQuery('lambda')}`;
    await page.evaluate(`navigator.sendBeacon(${JSON.stringify(url)}, ${JSON.stringify(CREATE_FUNCTION)})`);
    await refusedOnce();
    expect(await functionNames()).toEqual(['public']);
  });

  test.each(['127.0.0.1', 'localhost'])('with the headers of an SDK, from %s', async (host) => {
    const page = await openPage(host);
    const answer = await fetchIn(page, `${endpoint.url}${FUNCTIONS}`, {
      method: 'POST',
      headers: { authorization: authorization('lambda'), 'content-type': 'application/json' },
      body: CREATE_FUNCTION,
    });
    expect(answer).toBe('TypeError');
    expect(await functionNames()).toEqual(['public']);
  });
});

describe('a page on another port reads nothing', () => {
  test.each<[string, string, RequestInit]>([
    ['of the functions', `${FUNCTIONS}?${inQuery('lambda')}`, {}],
    [
      'of the functions, with the headers of an SDK',
      FUNCTIONS,
      { headers: { authorization: authorization('lambda') } },
    ],
    ['of a queue', '/', { method: 'POST', headers: { 'x-amz-target': 'AmazonSQS.ListQueues' }, body: '{}' }],
    [
      'of a table',
      '/',
      { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, body: '{}' },
    ],
    ['of an object', '/closed/a.svg', {}],
    ['of an object, by a presigned URL that it makes up', `/closed/a.svg?${inQuery('s3', MADE_UP)}`, {}],
    ['of the health', '/_endpoint/health', {}],
    ['of the start page', '/', {}],
  ])('%s', async (_what, path, init) => {
    const page = await openPage();
    expect(await fetchIn(page, endpoint.url + path, init)).toBe('TypeError');
  });

  test('by an image, a frame or a script', async () => {
    const page = await openPage();
    const outcomes: string[] = [];
    page.on('response', (answer) => outcomes.push(String(answer.status())));
    // Chromium withholds from the page what it must not see, and reports a failure instead of the answer.
    page.on('requestfailed', (request) => outcomes.push(request.failure()?.errorText ?? ''));
    const url = `${endpoint.url}/closed/a.svg`;
    await page.setContent(
      `<img src="${url}"><iframe src="${url}?in=frame"></iframe><script src="${url}?in=script"></script>`,
    );
    await eventually('three outcomes', () => outcomes.length === 3);
    expect(outcomes.sort()).toEqual(['403', 'net::ERR_BLOCKED_BY_ORB', 'net::ERR_BLOCKED_BY_ORB']);
  });

  test('by a WebSocket', async () => {
    const page = await openPage();
    const outcome = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url);
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('refused');
        }),
      endpoint.url.replace('http', 'ws'),
    );
    expect(outcome).toBe('refused');
  });
});

describe('a page whose name is made to resolve to this machine', () => {
  test('does not get past its name', async () => {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const answer = await page.goto(`http://${REBOUND}:${endpoint.port}/closed/a.svg`);
    expect(answer?.status()).toBe(403);
    // Now script of the same origin can do what an SDK does, and still has only that name.
    const created = await fetchIn(page, FUNCTIONS, {
      method: 'POST',
      headers: { authorization: authorization('lambda'), 'content-type': 'application/json' },
      body: CREATE_FUNCTION,
    });
    expect(created).toMatch(/^403 /);
    expect(refusals).toEqual(expect.arrayContaining(['host']));
    expect(await functionNames()).toEqual(['public']);
  });
});

describe('what pages may use, they use', () => {
  test('an API that is deployed to API Gateway, by its own CORS headers', async () => {
    const page = await openPage();
    expect(await fetchIn(page, api.url)).toBe('200 GET answered');
    const asked = { method: 'PUT', headers: { 'x-mine': 'a' }, body: 'x' };
    expect(await fetchIn(page, api.url, asked)).toBe('200 PUT answered');
    expect(await fetchIn(page, api.url, { headers: { 'x-not-allowed': 'a' } })).toBe('TypeError');
  });

  test('an API by its host name', async () => {
    const page = await openPage();
    const url = `http://${api.id}.execute-api.localhost:${endpoint.port}/live`;
    expect(await fetchIn(page, url)).toBe('200 GET answered');
  });

  test('a bucket whose CORS configuration allows the origin', async () => {
    const page = await openPage();
    const url = `${endpoint.url}/shared/by-a-page?${inQuery('s3', MADE_UP)}`;
    const put = {
      method: 'PUT',
      headers: { 'content-type': 'text/plain', 'x-amz-meta-a': 'b' },
      body: 'from a page',
    };
    expect(await fetchIn(page, url, put)).toBe('200 ');
    const stored = await aws.s3().send(new GetObjectCommand({ Bucket: 'shared', Key: 'by-a-page' }));
    expect(await stored.Body?.transformToString()).toBe('from a page');
    expect(stored.Metadata).toEqual({ a: 'b' });
    expect(await fetchIn(page, url)).toBe('200 from a page');
    const exposed = await page.evaluate(
      (address) => fetch(address).then(({ headers }) => headers.get('etag')),
      url,
    );
    expect(exposed).toBe(stored.ETag);
    expect(await fetchIn(page, url, { method: 'DELETE' })).toBe('204 ');
    const { KeyCount } = await aws.s3().send(new ListObjectsV2Command({ Bucket: 'shared', Prefix: 'by' }));
    expect(KeyCount).toBe(0);
  });

  test('but of another origin, method or header than it allows, nothing', async () => {
    const url = `${endpoint.url}/shared/a.svg?${inQuery('s3', MADE_UP)}`;
    expect(await fetchIn(await openPage('localhost'), url)).toBe('TypeError');
    const page = await openPage();
    expect(await fetchIn(page, url, { headers: { 'x-other': 'a' } })).toBe('TypeError');
    expect(
      await fetchIn(page, `${endpoint.url}/shared?${inQuery('s3', MADE_UP)}&cors`, {
        method: 'PUT',
        body: '',
      }),
    ).toBe('TypeError');
  });

  test('an image of a bucket that allows any origin', async () => {
    const page = await openPage();
    const [answer] = await Promise.all([
      page.waitForResponse(`${endpoint.url}/open/a.svg`),
      page.setContent(`<img src="${endpoint.url}/open/a.svg">`),
    ]);
    expect(answer.status()).toBe(200);
    expect(answer.headers()['access-control-allow-origin']).toBe('*');
  });

  test("the endpoint's own pages, by an address that is typed in", async () => {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const health = await page.goto(`${endpoint.url}/_endpoint/health`);
    expect(await health?.json()).toMatchObject({ status: 'running', id: endpoint.id });
  });
});
