import { expect, test } from 'vitest';
import { createRouter, readScope } from '../../../src/core/router.ts';
import { SERVICES } from '../../../src/services.ts';

const scope = (service: string) => ({ accessKeyId: 'a', region: 'us-east-1', service });

test('the credential scope is read from the signature', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0';
  expect(readScope({ authorization }, new URLSearchParams())).toEqual({
    accessKeyId: 'AKID',
    region: 'eu-west-1',
    service: 'sqs',
  });
});

test('the credential scope is read from a presigned query', () => {
  const query = new URLSearchParams({ 'X-Amz-Credential': 'AKID/20260101/eu-west-1/s3/aws4_request' });
  expect(readScope({}, query)?.service).toBe('s3');
});

test('a query adds no credentials to a request that has an Authorization header', () => {
  const query = new URLSearchParams({ 'X-Amz-Credential': 'AKID/20260101/eu-west-1/lambda/aws4_request' });
  expect(readScope({ authorization: 'Bearer token' }, query)).toBeUndefined();
});

test.each([
  ['an incomplete scope', { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20260101' }],
  ['another kind of authorisation', { authorization: 'Bearer token' }],
  ['none', {}],
])('%s is no scope', (_what, headers) => {
  expect(readScope(headers, new URLSearchParams())).toBeUndefined();
});

test.each([
  ['a signed call by its scope', '/', 'localhost', {}, scope('sns'), 'sns'],
  [
    'DynamoDB by its target',
    '/',
    'localhost',
    { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    scope('dynamodb'),
    'dynamodb',
  ],
  [
    'its Streams by their target',
    '/',
    'localhost',
    { 'x-amz-target': 'DynamoDBStreams_20120810.GetRecords' },
    scope('dynamodb'),
    'streams.dynamodb',
  ],
  [
    'an unsigned call by its target',
    '/',
    'localhost',
    { 'x-amz-target': 'AmazonSQS.SendMessage' },
    undefined,
    'sqs',
  ],
  [
    'an invoke path, whoever signed it',
    '/_aws/execute-api/abc/live/x',
    'localhost',
    {},
    scope('s3'),
    'apigateway',
  ],
  ['the other invoke path', '/restapis/abc/live/_user_request_/x', 'localhost', {}, undefined, 'apigateway'],
  ['an invoke host', '/live/x', 'abc.execute-api.us-east-1.amazonaws.com', {}, undefined, 'apigateway'],
  ['the Runtime API', '/_lambda/1/2018-06-01/runtime/invocation/next', 'localhost', {}, undefined, 'lambda'],
  [
    "a custom resource's answer",
    '/_cloudformation/custom-resources/1',
    'localhost',
    {},
    undefined,
    'cloudformation',
  ],
  ['what comes unsigned as a read of an object', '/bucket/key', 'localhost', {}, undefined, 's3'],
  ['a service that is none', '/', 'localhost', {}, scope('ec2'), undefined],
  ['a name that every object has', '/', 'localhost', {}, scope('constructor'), undefined],
  [
    'a target that every object has',
    '/',
    'localhost',
    { 'x-amz-target': 'constructor.Get' },
    scope('sqs'),
    'sqs',
  ],
] as const)('%s is routed', (_what, path, host, headers, given, expected) => {
  expect(createRouter(SERVICES).route(path, host, headers, given)).toBe(expected);
});
