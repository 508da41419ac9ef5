import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  PutGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  const aws = clients(endpoint);
  await createFunction(aws, { name: 'ok', source: `export const handler = async () => ({ body: 'ok' });` });
  await allowApiGateway(aws, 'ok');
  api = await createRestApi(endpoint, aws, []);
  const restApiId = api.id;
  const model = (name: string, schema: object) =>
    aws.apigateway().send(
      new CreateModelCommand({
        restApiId,
        name,
        contentType: 'application/json',
        schema: JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema }),
      }),
    );
  await model('Line', {
    type: 'object',
    required: ['sku', 'quantity'],
    properties: { sku: { type: 'string' }, quantity: { type: 'integer' } },
  });
  await model('Order', {
    type: 'object',
    required: ['lines'],
    properties: {
      lines: {
        type: 'array',
        minItems: 1,
        items: { $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Line` },
      },
    },
  });
  const { id: requestValidatorId } = await aws.apigateway().send(
    new CreateRequestValidatorCommand({
      restApiId,
      name: 'all',
      validateRequestBody: true,
      validateRequestParameters: true,
    }),
  );
  await aws.apigateway().send(
    new PutGatewayResponseCommand({
      restApiId,
      responseType: 'BAD_REQUEST_BODY',
      responseTemplates: {
        'application/json':
          '{"message":$context.error.messageString,"why":"$context.error.validationErrorString"}',
      },
    }),
  );
  await api.add([
    {
      route: 'POST /orders',
      function: 'ok',
      ...(requestValidatorId && { requestValidatorId }),
      requestModels: { 'application/json': 'Order' },
    },
    {
      route: 'GET /orders',
      function: 'ok',
      ...(requestValidatorId && { requestValidatorId }),
      requestParameters: {
        'method.request.querystring.country': true,
        'method.request.header.X-Customer': true,
        'method.request.querystring.page': false,
      },
    },
  ]);
  await api.deploy();
});
afterAll(() => endpoint.close());

function post(body: string, contentType = 'application/json'): Promise<Response> {
  return fetch(`${api.url}/orders`, { method: 'POST', body, headers: { 'content-type': contentType } });
}

test('a body that its model allows reaches the function', async () => {
  const response = await post(JSON.stringify({ lines: [{ sku: 'a', quantity: 1 }] }));
  expect(response.status).toBe(200);
});

test('a body that its model forbids is refused, and the gateway response can say why', async () => {
  const response = await post(JSON.stringify({ lines: [{ sku: 'a', quantity: 1.5 }] }));
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('BadRequestException');
  expect(await response.text()).toBe(
    '{"message":"Invalid request body","why":"[instance type (number) does not match any allowed primitive type (allowed: ["integer"])]"}',
  );
});

test('a body that is not JSON is refused', async () => {
  expect((await post('{')).status).toBe(400);
});

test('an empty body counts as an empty object', async () => {
  const response = await post('');
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('object has missing required properties');
});

test('a body of a type without a model is not validated', async () => {
  expect((await post('<order/>', 'application/xml')).status).toBe(200);
});

test('a required parameter that is missing is named', async () => {
  const response = await fetch(`${api.url}/orders`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    message: 'Missing required request parameters: [X-Customer, country]',
  });
});

test('parameters that are there and optional ones that are not let a request pass', async () => {
  const response = await fetch(`${api.url}/orders?country=GB`, { headers: { 'x-customer': '7' } });
  expect(response.status).toBe(200);
});
