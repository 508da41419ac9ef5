import { connect } from 'node:net';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { zipOf } from '../../../src/testing/zip-of.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  await aws.s3().send(new CreateBucketCommand({ Bucket: 'private' }));
  await aws.s3().send(new PutObjectCommand({ Bucket: 'private', Key: 'a', Body: 'secret' }));
  await createFunction(aws, { name: 'public', source: `export const handler = () => ({ body: 'public' });` });
  await allowApiGateway(aws, 'public');
  api = await createRestApi(endpoint, aws, [{ route: 'GET /', function: 'public' }]);
});
afterAll(() => endpoint.close());

/** Sends bytes as they are, for no client lets us choose these headers; the whole answer as text. */
function raw(head: string[], body = ''): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(endpoint.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text }));
    socket.write([...head, 'Connection: close', `Content-Length: ${body.length}`, '', body].join('\r\n'));
  });
}

const own = () => `Host: 127.0.0.1:${endpoint.port}`;
const authorization = (service: string) =>
  `Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const inQuery = (service: string) => `X-Amz-Credential=test/20260101/us-east-1/${service}/aws4_request`;

const CREATE_FUNCTION = JSON.stringify({
  FunctionName: 'planted',
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/any',
  Code: {
    ZipFile: Buffer.from(zipOf({ 'index.mjs': 'export const handler = () => process.env' })).toString(
      'base64',
    ),
  },
});
const FUNCTIONS = '/2015-03-31/functions';

describe('a web page cannot create a function', () => {
  test.each<[string, string, () => string[]]>([
    [
      'by a form that posts text/plain',
      `POST ${FUNCTIONS}?${inQuery('lambda')}`,
      () => [own(), 'Content-Type: text/plain'],
    ],
    [
      'by fetch without CORS',
      `POST ${FUNCTIONS}?${inQuery('lambda')}`,
      () => [
        own(),
        'Content-Type: text/plain',
        'Origin: https://evil.example',
        'Sec-Fetch-Site: cross-site',
        'Sec-Fetch-Mode: no-cors',
      ],
    ],
    [
      'with a signature that it makes up',
      `POST ${FUNCTIONS}?${inQuery('lambda')}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0`,
      () => [own(), 'Content-Type: text/plain'],
    ],
    [
      'under a name that it has made resolve to us',
      `POST ${FUNCTIONS}`,
      () => [
        `Host: rebound.example:${endpoint.port}`,
        authorization('lambda'),
        'Content-Type: application/json',
      ],
    ],
    [
      'from another port of this machine',
      `POST ${FUNCTIONS}`,
      () => [
        own(),
        authorization('lambda'),
        'Content-Type: application/json',
        'Origin: http://127.0.0.1:3000',
        'Sec-Fetch-Site: same-site',
      ],
    ],
    [
      'from a file or a sandboxed frame',
      `POST ${FUNCTIONS}`,
      () => [own(), authorization('lambda'), 'Content-Type: application/json', 'Origin: null'],
    ],
  ])('%s', async (_how, line, headers) => {
    const answer = await raw([`${line} HTTP/1.1`, ...headers()], CREATE_FUNCTION);
    expect(answer.status).toBe(403);
    expect(answer.text.toLowerCase()).not.toContain('access-control-allow');
    const { Functions } = await aws.lambda().send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['public']);
  });
});

test.each<[string, string, () => string[]]>([
  ['a queue, by a plain GET', `GET /?Action=ListTopics&Version=2010-03-31&${inQuery('sns')}`, () => [own()]],
  [
    'an object, as an image',
    'GET /private/a',
    () => [own(), 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'],
  ],
  [
    'an object, by fetch',
    'GET /private/a',
    () => [own(), 'Sec-Fetch-Site: same-site', 'Origin: http://127.0.0.1:3000'],
  ],
  ['an object, by a name that resolves to us', 'GET /private/a', () => ['Host: rebound.example']],
  [
    'an object, by a presigned URL that it makes up',
    `GET /private/a?${inQuery('s3')}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0`,
    () => [own(), 'Sec-Fetch-Site: cross-site'],
  ],
  ['the health of the endpoint', 'GET /_endpoint/health', () => [own(), 'Origin: https://evil.example']],
  [
    'the endpoint, by a WebSocket',
    'GET /',
    () => [own(), 'Origin: https://evil.example', 'Upgrade: websocket'],
  ],
])('a web page does not reach %s', async (_what, line, headers) => {
  const answer = await raw([`${line} HTTP/1.1`, ...headers()]);
  expect(answer.status).toBe(403);
  expect(answer.text).not.toContain('secret');
});

test.each(['sqs', 'lambda', 'dynamodb'])(
  'the preflight of a page that wants to sign for %s is refused',
  async (service) => {
    const path = service === 'lambda' ? FUNCTIONS : '/';
    const answer = await raw([
      `OPTIONS ${path} HTTP/1.1`,
      own(),
      'Origin: https://evil.example',
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Headers: authorization,content-type,x-amz-target',
    ]);
    expect(answer.status).toBe(403);
    expect(answer.text.toLowerCase()).not.toContain('access-control-allow');
  },
);

test('an absolute target that names another host is refused', async () => {
  const answer = await raw([`GET http://evil.example/private/a HTTP/1.1`, own()]);
  expect(answer.status).toBe(403);
});

test('an API that is deployed to API Gateway answers web pages, under the names of the endpoint only', async () => {
  const page = ['Origin: https://shop.example', 'Sec-Fetch-Site: cross-site'];
  const path = new URL(api.url).pathname;
  expect((await raw([`GET ${path} HTTP/1.1`, own(), ...page])).status).toBe(200);
  const host = `Host: ${api.id}.execute-api.localhost:${endpoint.port}`;
  expect((await raw(['GET /live HTTP/1.1', host, ...page])).status).toBe(200);
  expect((await raw([`GET ${path} HTTP/1.1`, 'Host: rebound.example', ...page])).status).toBe(403);
});

test('a refusal says why', async () => {
  const named = await raw(['GET / HTTP/1.1', 'Host: rebound.example']);
  expect(named.text).toContain('--allowed-host');
  const foreign = await raw([
    `GET ${FUNCTIONS} HTTP/1.1`,
    own(),
    authorization('lambda'),
    'Origin: http://a.example',
  ]);
  expect(foreign.text).toContain('web pages of another origin');
});

test('a name can be allowed', async () => {
  const named = await startTestEndpoint({ allowedHosts: ['endpoint.example'] });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(named.port, '127.0.0.1').setEncoding('utf8');
      socket.once('data', (text) => resolve(String(text))).once('error', reject);
      socket.write('GET /_endpoint/health HTTP/1.1\r\nHost: endpoint.example\r\nConnection: close\r\n\r\n');
    });
    expect(answer).toContain('HTTP/1.1 200');
  } finally {
    await named.close();
  }
});
