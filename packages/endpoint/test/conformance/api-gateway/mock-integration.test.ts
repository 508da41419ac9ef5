import { PutIntegrationResponseCommand, PutMethodResponseCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  const aws = clients(endpoint);
  const requestTemplates = { 'application/json': '{ statusCode: 204 }' };
  api = await createRestApi(endpoint, aws, []);
  await api.add([
    { route: 'OPTIONS /', integration: { requestTemplates } },
    { route: 'OPTIONS /many', integration: { requestTemplates } },
    {
      route: 'POST /choose',
      integration: {
        passthroughBehavior: 'NEVER',
        requestTemplates: {
          'application/json': '{"statusCode": #if($input.params("fail") == "yes")400#{else}200#end}',
        },
      },
    },
  ]);
  const respond = async (
    path: string,
    httpMethod: string,
    statusCode: string,
    response: { [member: string]: unknown } = {},
  ) => {
    const place = { restApiId: api.id, resourceId: api.resources.get(path), httpMethod, statusCode };
    await aws.apigateway().send(new PutMethodResponseCommand(place));
    await aws.apigateway().send(new PutIntegrationResponseCommand({ ...place, ...response }));
  };
  // What the CDK writes for `addCorsPreflight` with one origin, and with several.
  await respond('/', 'OPTIONS', '204', {
    responseParameters: {
      'method.response.header.Access-Control-Allow-Headers': "'Content-Type,X-Amz-Date'",
      'method.response.header.Access-Control-Allow-Origin': "'https://shop.example'",
      'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET'",
    },
  });
  await respond('/many', 'OPTIONS', '204', {
    responseTemplates: {
      'application/json': [
        '#set($origin = $input.params().header.get("Origin"))',
        '#if($origin == "")',
        '  #set($origin = $input.params().header.get("origin"))',
        '#end',
        '#if($origin == "https://a.example" || $origin == "https://b.example")',
        '  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
        '#end',
      ].join('\n'),
    },
  });
  await respond('/choose', 'POST', '200', {
    responseTemplates: { 'application/json': '{"method":"$context.httpMethod"}' },
  });
  await respond('/choose', 'POST', '400', { selectionPattern: '4\\d{2}' });
  await api.deploy();
});
afterAll(() => endpoint.close());

test('a preflight request is answered with the headers of its integration response', async () => {
  const response = await fetch(api.url, { method: 'OPTIONS' });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect(response.headers.get('access-control-allow-headers')).toBe('Content-Type,X-Amz-Date');
});

test('a preflight for several origins names the one that asked', async () => {
  const url = `${api.url}/many`;
  const known = await fetch(url, { method: 'OPTIONS', headers: { Origin: 'https://b.example' } });
  expect(known.headers.get('access-control-allow-origin')).toBe('https://b.example');
  const unknown = await fetch(url, { method: 'OPTIONS', headers: { Origin: 'https://c.example' } });
  expect(unknown.headers.get('access-control-allow-origin')).toBeNull();
});

test('the status of the request template selects the response', async () => {
  const json = { 'content-type': 'application/json' };
  const good = await fetch(`${api.url}/choose`, { method: 'POST', body: '{}', headers: json });
  expect(good.status).toBe(200);
  expect(await good.json()).toEqual({ method: 'POST' });
  const bad = await fetch(`${api.url}/choose?fail=yes`, { method: 'POST', body: '{}', headers: json });
  expect(bad.status).toBe(400);
});

test('a body of a type without a template is refused where it may not pass through', async () => {
  const headers = { 'content-type': 'application/xml' };
  const response = await fetch(`${api.url}/choose`, { method: 'POST', body: '<a/>', headers });
  expect(response.status).toBe(415);
  expect(await response.json()).toEqual({ message: 'Unsupported Media Type' });
});
