import type { IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { type AccessRefusal, checkAccess } from '../../../src/core/access.ts';
import { listenerOf, readHost } from '../../../src/core/listener.ts';
import { createRouter, isInvocation, readScope } from '../../../src/core/router.ts';
import { SERVICES } from '../../../src/services.ts';

const HOST = '127.0.0.1:4566';

function check(target: string, headers: IncomingHttpHeaders, listener = listenerOf('127.0.0.1')) {
  const [path = '', search] = target.split('?');
  const query = new URLSearchParams(search);
  const host = readHost(headers.host);
  return checkAccess(
    {
      path,
      query,
      headers,
      host,
      service: createRouter(SERVICES).route(path, host ?? '', headers, readScope(headers, query)),
      invocation: isInvocation(path, host ?? ''),
    },
    listener,
  );
}

const signed = (service: string): IncomingHttpHeaders => ({
  host: HOST,
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const inQuery = (service: string, more = '') =>
  `X-Amz-Credential=test/20260101/us-east-1/${service}/aws4_request${more}`;
const PRESIGNED = '&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0';
const INVOKE = '/_aws/execute-api/abc/live/orders';

test.each<[string, string, IncomingHttpHeaders]>([
  ['a signed request', '/', signed('sqs')],
  ['an unsigned read of an object', '/bucket/key', { host: HOST }],
  ['a presigned URL of S3', `/bucket/key?${inQuery('s3', PRESIGNED)}`, { host: HOST }],
  ['an invocation', INVOKE, { host: HOST }],
  ['a signed query of an invocation', `${INVOKE}?${inQuery('execute-api', PRESIGNED)}`, { host: HOST }],
  [
    'an invocation whose signed query lacks something, which API Gateway says itself',
    `${INVOKE}?${inQuery('execute-api')}`,
    { host: HOST },
  ],
  ['fetch of Node.js', '/', { ...signed('lambda'), 'sec-fetch-mode': 'cors' }],
  ['an address typed into a browser', '/_endpoint/health', { host: HOST, 'sec-fetch-site': 'none' }],
  [
    'a page of the endpoint itself',
    '/bucket/key',
    { host: HOST, 'sec-fetch-site': 'same-origin', origin: `http://${HOST}` },
  ],
])('%s is granted', (_what, target, headers) => {
  expect(check(target, headers)).toEqual({ granted: true, foreign: false });
});

const crossSite = { host: HOST, 'sec-fetch-site': 'cross-site' };
const page = { ...crossSite, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' };

test.each<[string, string, IncomingHttpHeaders]>([
  ['an invocation', INVOKE, page],
  ['a preflight of an invocation', INVOKE, { ...page, 'access-control-request-method': 'PUT' }],
  ['an invocation by its host', '/live/orders', { ...page, host: 'abc.execute-api.localhost:4566' }],
  ['an object of S3', '/bucket/key', page],
  ['an image from S3', '/bucket/key', crossSite],
  ['a presigned URL of S3', `/bucket/key?${inQuery('s3', PRESIGNED)}`, page],
])('%s for a page of another origin is left to its own CORS rules', (_what, target, headers) => {
  expect(check(target, headers)).toEqual({ granted: true, foreign: true });
});

const functions = '/2015-03-31/functions';

test.each<[string, AccessRefusal, string, IncomingHttpHeaders]>([
  ['no Host', 'host', '/', {}],
  ['a malformed Host', 'host', '/', { host: '127.0.0.1:4566@evil.example' }],
  ['a name that was rebound to us', 'host', '/bucket/key', { host: 'evil.example:4566' }],
  ['a name that only ends like ours', 'host', '/', { host: 'evil-localhost:4566' }],
  ['a name that only begins like ours', 'host', '/', { host: 'localhost.evil.example' }],
  ['another address', 'host', '/', { host: '192.168.1.7:4566' }],
  ["AWS's own name", 'host', '/', { ...signed('s3'), host: 'bucket.s3.amazonaws.com' }],
  ['an invocation under another name', 'host', INVOKE, { host: 'evil.example' }],
  ['an absolute target', 'request-target', 'http://evil.example/', { host: HOST }],
  ['OPTIONS of everything', 'request-target', '*', { host: HOST }],
  ['a foreign Origin', 'origin', '/', { ...signed('lambda'), origin: 'https://evil.example' }],
  ['an opaque Origin', 'origin', functions, { ...signed('lambda'), origin: 'null' }],
  ['an Origin on another port', 'origin', '/', { ...signed('sqs'), origin: 'http://127.0.0.1:3000' }],
  ['an Origin of the other scheme', 'origin', '/', { ...signed('sqs'), origin: `https://${HOST}` }],
  ['a page of another site, without Origin', 'origin', '/', { ...signed('sqs'), ...crossSite }],
  [
    'a page on another port, without Origin',
    'origin',
    functions,
    { ...signed('lambda'), 'sec-fetch-site': 'same-site' },
  ],
  ['a Sec-Fetch-Site that we do not know', 'origin', '/', { ...signed('sqs'), 'sec-fetch-site': 'other' }],
  ["the Runtime API's port", 'origin', '/_lambda/id/2018-06-01/runtime/invocation/next', page],
  ["a custom resource's answer", 'origin', '/_cloudformation/custom-resources/token', page],
  ['credentials in the query', 'query-credentials', `${functions}?${inQuery('lambda')}`, { host: HOST }],
  [
    'credentials in the query, signed',
    'query-credentials',
    `/?Action=ListTopics&${inQuery('sns', PRESIGNED)}`,
    { host: HOST },
  ],
  ['S3 credentials without a signature', 'query-credentials', `/bucket/key?${inQuery('s3')}`, { host: HOST }],
  [
    'S3 credentials without an algorithm',
    'query-credentials',
    `/bucket/key?${inQuery('s3', '&X-Amz-Signature=0')}`,
    { host: HOST },
  ],
  ['a malformed scope', 'query-credentials', '/?X-Amz-Credential=test', { host: HOST }],
  ['a service that does not exist', 'query-credentials', `/?${inQuery('ec2', PRESIGNED)}`, { host: HOST }],
  [
    'a foreign signed query of an invocation',
    'query-credentials',
    `${INVOKE}?${inQuery('execute-api', PRESIGNED)}`,
    page,
  ],
])('%s is refused', (_what, refusal, target, headers) => {
  expect(check(target, headers)).toEqual({ granted: false, refusal, message: expect.stringMatching(/\.$/) });
});
