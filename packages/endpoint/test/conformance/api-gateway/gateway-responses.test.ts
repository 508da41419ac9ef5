import {
  DeleteGatewayResponseCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  PutGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  api = await createRestApi(endpoint, aws, [{ route: 'GET /' }]);
});

test('status, headers and body of a gateway response can be customised', async () => {
  await aws.apigateway().send(
    new PutGatewayResponseCommand({
      restApiId: api.id,
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      statusCode: '404',
      responseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.X-Asked': 'method.request.header.X-Question',
      },
      responseTemplates: {
        'application/json':
          '{"code":"$context.error.responseType","message":$context.error.messageString,"path":"$context.path"}',
      },
    }),
  );
  await api.deploy();
  const response = await fetch(`${api.url}/nothing`, { headers: { 'x-question': 'why' } });
  expect(response.status).toBe(404);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('x-asked')).toBe('why');
  expect(await response.json()).toEqual({
    code: 'MISSING_AUTHENTICATION_TOKEN',
    message: 'Missing Authentication Token',
    path: '/live/nothing',
  });
});

test('the default for 4XX stands in for what has no response of its own, and keeps its status', async () => {
  await aws.apigateway().send(
    new PutGatewayResponseCommand({
      restApiId: api.id,
      responseType: 'DEFAULT_4XX',
      responseTemplates: { 'text/plain': 'no: $context.error.message' },
    }),
  );
  await api.deploy();
  const response = await fetch(`${api.url}/nothing`);
  expect(response.status).toBe(403);
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(await response.text()).toBe('no: Missing Authentication Token');
});

test('a gateway response that nobody customised shows its default', async () => {
  const place = { restApiId: api.id, responseType: 'THROTTLED' as const };
  expect(await aws.apigateway().send(new GetGatewayResponseCommand(place))).toMatchObject({
    statusCode: '429',
    defaultResponse: true,
    responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
  });
  await aws.apigateway().send(new PutGatewayResponseCommand({ ...place, statusCode: '503' }));
  await aws.apigateway().send(new DeleteGatewayResponseCommand(place));
  const all = await aws.apigateway().send(new GetGatewayResponsesCommand({ restApiId: api.id, limit: 100 }));
  expect(all.items?.every((response) => response.defaultResponse)).toBe(true);
});
