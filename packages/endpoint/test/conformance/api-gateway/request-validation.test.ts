import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  PutGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('a model whose validation can take any time', () => {
  let patterned: TestRestApi;

  beforeAll(async () => {
    const aws = clients(endpoint);
    patterned = await createRestApi(endpoint, aws, []);
    const restApiId = patterned.id;
    const schema = {
      type: 'object',
      properties: {
        code: { type: 'string', pattern: '^(a+)+$' },
        set: { type: 'array', uniqueItems: true },
        tree: { $ref: '#/definitions/tree' },
      },
      definitions: { tree: { type: 'object', properties: { left: { $ref: '#/definitions/tree' } } } },
    };
    await aws.apigateway().send(
      new CreateModelCommand({
        restApiId,
        name: 'Costly',
        contentType: 'application/json',
        schema: JSON.stringify(schema),
      }),
    );
    const { id } = await aws
      .apigateway()
      .send(new CreateRequestValidatorCommand({ restApiId, name: 'body', validateRequestBody: true }));
    await patterned.add([
      {
        route: 'POST /',
        function: 'ok',
        ...(id && { requestValidatorId: id }),
        requestModels: { 'application/json': 'Costly' },
      },
      { route: 'GET /', function: 'ok' },
    ]);
    await patterned.deploy();
  });

  const send = (body: string) =>
    fetch(patterned.url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

  test('allows and refuses as its patterns say', async () => {
    expect((await send('{"code":"aaa"}')).status).toBe(200);
    expect((await send('{"code":"aab"}')).status).toBe(400);
    expect((await send('{"set":[1,1]}')).status).toBe(400);
    expect((await send('{"tree":{"left":{"left":1}}}')).status).toBe(400);
    expect((await send('{')).status).toBe(400);
  });

  test.each([
    ['a text that its pattern tests for ever', JSON.stringify({ code: `${'a'.repeat(60)}!` })],
    ['a long list whose items must differ', `{"set":[${'{},'.repeat(60_000)}{"a":1}]}`],
    ['a tree deeper than the stack', `{"tree":${'{"left":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
  ])('refuses %s, and others are answered meanwhile', async (_what, body) => {
    const refused = send(body);
    const order: string[] = [];
    await Promise.all([
      refused.then(() => order.push('refused')),
      fetch(patterned.url).then(() => order.push('another')),
    ]);
    const response = await refused;
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: 'Invalid request body' });
    expect((await send('{"code":"aaa"}')).status).toBe(200);
  });
});

test.each([
  ['nested too deeply', `${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)}`],
  ['larger than 400 KB', JSON.stringify({ description: 'x'.repeat(410_000) })],
  ['empty', ''],
])('a model whose schema is %s is a bad request', async (_what, schema) => {
  const created = clients(endpoint)
    .apigateway()
    .send(
      new CreateModelCommand({ restApiId: api.id, name: 'Bad', contentType: 'application/json', schema }),
    );
  await expect(created).rejects.toMatchObject({ name: 'BadRequestException' });
});
