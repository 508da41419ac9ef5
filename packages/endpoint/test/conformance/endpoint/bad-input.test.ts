import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

interface Sent {
  service: string;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Answer {
  status: number;
  contentType: string;
  requestId: string | null;
  text: string;
}

/** What no SDK would send: requests are written by hand. */
async function send({ service, method = 'POST', path = '/', headers = {}, body }: Sent): Promise<Answer> {
  const answer = await fetch(endpoint.url + path, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'x-amz-date': '20260101T000000Z',
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    requestId: answer.headers.get('x-amzn-requestid') ?? answer.headers.get('x-amz-request-id'),
    text: await answer.text(),
  };
}

const targeted = (service: string, target: string, operation: string, body: string): Sent => ({
  service,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${operation}` },
  body,
});
const form = (service: string, version: string, action: string, more = ''): Sent => ({
  service,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: `Action=${action}&Version=${version}${more}`,
});

/** Services of the JSON protocols: scope, target, and an operation with a required member of text. */
const JSON_SERVICES = [
  ['dynamodb', 'DynamoDB_20120810', 'DescribeTable', 'TableName'],
  ['dynamodb', 'DynamoDBStreams_20120810', 'DescribeStream', 'StreamArn'],
  ['sqs', 'AmazonSQS', 'CreateQueue', 'QueueName'],
  ['ssm', 'AmazonSSM', 'GetParameter', 'Name'],
  ['logs', 'Logs_20140328', 'CreateLogGroup', 'logGroupName'],
  ['kms', 'TrentService', 'DescribeKey', 'KeyId'],
  ['ecr', 'AmazonEC2ContainerRegistry_V20150921', 'CreateRepository', 'repositoryName'],
] as const;

/** Services of the Query protocol: scope, version, and an operation with a required member. */
const QUERY_SERVICES = [
  ['iam', '2010-05-08', 'GetRole'],
  ['sts', '2011-06-15', 'AssumeRole'],
  ['sns', '2010-03-31', 'CreateTopic'],
  ['cloudformation', '2010-05-15', 'CreateStack'],
] as const;

function jsonRefusal({ status, contentType, requestId, text }: Answer): { type: string; message: string } {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(contentType).toMatch(/json/);
  expect(requestId).toBeTruthy();
  const { __type, message, Message } = JSON.parse(text);
  return { type: String(__type).replace(/^.*#/, ''), message: String(message ?? Message) };
}

function queryRefusal({ status, contentType, text }: Answer): Record<string, string> {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(contentType).toMatch(/xml/);
  const { ErrorResponse } = new XMLParser().parse(text);
  expect(ErrorResponse.RequestId).toBeTruthy();
  return ErrorResponse.Error;
}

test.each(JSON_SERVICES)(
  'an operation that %s (%s) lacks is refused by its name',
  async (service, target) => {
    const answer = await send(targeted(service, target, 'MakeCoffee', '{}'));
    expect(answer.status).toBe(501);
    const { type, message } = jsonRefusal(answer);
    expect(type).toBe('NotImplemented');
    expect(message).toContain(':MakeCoffee');
  },
);

test.each(QUERY_SERVICES)('an action that %s lacks is refused by its name', async (service, version) => {
  const answer = await send(form(service, version, 'MakeCoffee'));
  expect(answer.status).toBe(501);
  expect(queryRefusal(answer)).toMatchObject({
    Code: 'NotImplemented',
    Message: expect.stringContaining(`${service}:MakeCoffee`),
  });
});

test.each([
  ['lambda', '/2015-03-31/coffee'],
  ['apigateway', '/coffee'],
])('a route that %s lacks is refused with its method and path', async (service, path) => {
  const { status, text } = await send({ service, path, body: '{}' });
  expect(status).toBe(501);
  expect(JSON.parse(text).message ?? JSON.parse(text).Message).toContain(`POST ${path}`);
});

test('a sub-resource that s3 lacks is refused by its name', async () => {
  const answer = await send({ service: 's3', method: 'PUT', path: '/bucket?coffee', body: '' });
  expect(answer.status).toBe(501);
  const { Error: error } = new XMLParser().parse(answer.text);
  expect(error).toMatchObject({ Code: 'NotImplemented', Message: expect.stringContaining('?coffee') });
});

test.each(JSON_SERVICES)(
  'a body that is no JSON is refused by %s (%s)',
  async (service, target, operation) => {
    for (const body of ['{"a": ', '[]', '"text"']) {
      const { type } = jsonRefusal(await send(targeted(service, target, operation, body)));
      expect(type).toBe('SerializationException');
    }
  },
);

test.each(JSON_SERVICES)(
  'a member of the wrong type is refused by %s (%s), by its name and without its value',
  async (service, target, operation, member) => {
    const body = JSON.stringify({ [member]: { nested: 'unspeakable' } });
    const answer = await send(targeted(service, target, operation, body));
    const { type, message } = jsonRefusal(answer);
    expect(answer.status).toBe(400);
    expect(type).toMatch(/^(Validation|Serialization|InvalidParameter)/);
    expect(message).not.toContain('unspeakable');
  },
);

test.each(JSON_SERVICES)('a missing member is refused by %s (%s)', async (service, target, operation) => {
  const answer = await send(targeted(service, target, operation, '{}'));
  expect(answer.status).toBe(400);
  jsonRefusal(answer);
});

test.each(QUERY_SERVICES)('a missing parameter is refused by %s', async (service, version, action) => {
  const answer = await send(form(service, version, action));
  expect(answer.status).toBe(400);
  expect(queryRefusal(answer)).toMatchObject({ Type: 'Sender', Code: expect.stringMatching(/\w/) });
});

test.each(QUERY_SERVICES)(
  'another version of the API is refused by %s',
  async (service, _version, action) => {
    const answer = await send(form(service, '1999-01-01', action));
    expect(answer.status).toBe(400);
    expect(queryRefusal(answer).Code).toBe('NoSuchVersion');
  },
);

test.each(['PUT', 'POST'])('XML that is none is refused by s3 (%s)', async (method) => {
  await send({ service: 's3', method: 'PUT', path: '/bad-input', body: '' });
  const path = method === 'PUT' ? '/bad-input?tagging' : '/bad-input?delete';
  for (const body of [
    '<Tagging><TagSet>',
    'no XML',
    '<Other/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><Tagging><TagSet><Tag><Key>&b;</Key></Tag></TagSet></Tagging>',
  ]) {
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    const answer = await send({ service: 's3', method, path, headers, body });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<Code>MalformedXML</Code>');
  }
});

test.each(JSON_SERVICES)(
  'a body without a JSON content type is refused by %s (%s)',
  async (service, target, operation) => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=a',
    ]) {
      const sent = targeted(service, target, operation, '{}');
      const answer = await send({ ...sent, headers: { ...sent.headers, 'content-type': type } });
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('UnknownOperationException');
    }
  },
);

test.each(QUERY_SERVICES)('a body that is no form is refused by %s', async (service, version, action) => {
  const sent = form(service, version, action);
  for (const type of ['text/plain', 'application/json']) {
    const answer = await send({ ...sent, headers: { 'content-type': type } });
    expect(answer.status).toBe(400);
    expect(queryRefusal(answer).Code).toBe('MissingAction');
  }
});

test.each([
  ['lambda', '/2015-03-31/functions'],
  ['apigateway', '/restapis'],
])('a body without a JSON content type is refused by %s', async (service, path) => {
  const answer = await send({
    service,
    path,
    headers: { 'content-type': 'text/plain' },
    body: '{"name":"a"}',
  });
  expect(answer.status).toBe(415);
});

test.each(JSON_SERVICES)(
  'a call without credentials is refused by %s (%s)',
  async (service, target, operation) => {
    const { headers, body } = targeted(service, target, operation, '{}');
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      ...(headers && { headers }),
      ...(body && { body }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('MissingAuthenticationToken');
  },
);

test.each(JSON_SERVICES)(
  'a body that nests 3,000 deep is refused by %s (%s)',
  async (service, target, operation, member) => {
    for (const nested of [
      '['.repeat(3000) + ']'.repeat(3000),
      `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
    ]) {
      const { type } = jsonRefusal(
        await send(targeted(service, target, operation, `{"${member}":${nested}}`)),
      );
      expect(type).toBe('SerializationException');
    }
  },
);

test.each([
  ['lambda', '/2015-03-31/functions'],
  ['apigateway', '/restapis'],
])('a body that nests 3,000 deep is refused by %s', async (service, path) => {
  const body = `{"name":${'['.repeat(3000)}${']'.repeat(3000)}}`;
  const answer = await send({ service, path, headers: { 'content-type': 'application/json' }, body });
  expect(answer.status).toBe(400);
});

test.each(QUERY_SERVICES)(
  'a parameter name of 1,500 parts is refused by %s',
  async (service, version, action) => {
    const answer = await send(form(service, version, action, `&${'a.'.repeat(1500)}a=1`));
    expect(answer.status).toBe(400);
    expect(queryRefusal(answer).Code).toBe('MalformedInput');
  },
);

test.each(QUERY_SERVICES)(
  'a form of 300,000 parameters is refused by %s',
  async (service, version, action) => {
    const answer = await send(form(service, version, action, '&a.b=1'.repeat(300_000)));
    expect(answer.status).toBe(400);
    expect(queryRefusal(answer).Code).toBe('MalformedInput');
  },
);

test('a form of a million parameters is refused before it is read', async () => {
  const answer = await send(form('sns', '2010-03-31', 'CreateTopic', '&a.b=1'.repeat(1_000_000)));
  expect(answer.status).toBe(413);
});

test('XML that nests 3,000 deep is refused by s3', async () => {
  await send({ service: 's3', method: 'PUT', path: '/bad-input', body: '' });
  const body = `<Tagging>${'<A>'.repeat(3000)}${'</A>'.repeat(3000)}</Tagging>`;
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const answer = await send({ service: 's3', method: 'PUT', path: '/bad-input?tagging', headers, body });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('<Code>MalformedXML</Code>');
});

test('bytes that are no text at all are refused, and the endpoint goes on', async () => {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonSSM.GetParameter',
  };
  const answer = await send({ service: 'ssm', headers, body: '\u0000\uFFFD\u0001' });
  expect(answer.status).toBe(400);
  expect((await fetch(`${endpoint.url}/_endpoint/health`)).status).toBe(200);
});
