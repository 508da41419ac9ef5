import {
  CreateModelCommand,
  CreateRestApiCommand,
  DeleteMethodCommand,
  DeleteModelCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetModelCommand,
  PutIntegrationCommand,
  type PutIntegrationRequest,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  type PutMethodRequest,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { invocationUri } from '../../support/rest-api.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f:live';

let endpoint: Endpoint;
let place: { restApiId: string; resourceId: string; httpMethod: string };

beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  const api = await apigateway().send(new CreateRestApiCommand({ name: 'x' }));
  place = { restApiId: api.id ?? '', resourceId: api.rootResourceId ?? '', httpMethod: 'GET' };
});

const apigateway = () => clients(endpoint).apigateway();

function putMethod(settings: Partial<PutMethodRequest> = {}) {
  return apigateway().send(new PutMethodCommand({ authorizationType: 'NONE', ...place, ...settings }));
}

function putIntegration(settings: Partial<PutIntegrationRequest>) {
  return apigateway().send(new PutIntegrationCommand({ type: 'AWS_PROXY', ...place, ...settings }));
}

test('a method shows its integration and its responses', async () => {
  await putMethod({ apiKeyRequired: true, requestParameters: { 'method.request.querystring.q': true } });
  await putIntegration({ integrationHttpMethod: 'POST', uri: invocationUri(FUNCTION) });
  await apigateway().send(new PutMethodResponseCommand({ ...place, statusCode: '200' }));
  await apigateway().send(
    new PutIntegrationResponseCommand({ ...place, statusCode: '200', responseTemplates: {} }),
  );
  expect(await apigateway().send(new GetMethodCommand(place))).toMatchObject({
    httpMethod: 'GET',
    authorizationType: 'NONE',
    apiKeyRequired: true,
    requestParameters: { 'method.request.querystring.q': true },
    methodResponses: { 200: { statusCode: '200' } },
    methodIntegration: {
      type: 'AWS_PROXY',
      httpMethod: 'POST',
      uri: invocationUri(FUNCTION),
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29_000,
      cacheNamespace: place.resourceId,
      integrationResponses: { 200: { statusCode: '200' } },
    },
  });
});

test('a method is put once and then updated', async () => {
  await putMethod();
  await expect(putMethod()).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'Method already exists for this resource',
  });
  const updated = await apigateway().send(
    new UpdateMethodCommand({
      ...place,
      patchOperations: [
        { op: 'replace', path: '/authorizationType', value: 'AWS_IAM' },
        { op: 'replace', path: '/apiKeyRequired', value: 'true' },
        { op: 'add', path: '/requestParameters/method.request.header.X-One', value: 'true' },
      ],
    }),
  );
  expect(updated).toMatchObject({
    authorizationType: 'AWS_IAM',
    apiKeyRequired: true,
    requestParameters: { 'method.request.header.X-One': true },
  });
});

test('an integration is updated in place', async () => {
  await putMethod();
  await putIntegration({ integrationHttpMethod: 'POST', uri: invocationUri(FUNCTION) });
  const patchOperations = [{ op: 'replace' as const, path: '/timeoutInMillis', value: '5000' }];
  await apigateway().send(new UpdateIntegrationCommand({ ...place, patchOperations }));
  expect(await apigateway().send(new GetIntegrationCommand(place))).toMatchObject({ timeoutInMillis: 5000 });
});

test('a deleted method is gone', async () => {
  await putMethod();
  await apigateway().send(new DeleteMethodCommand(place));
  await expect(apigateway().send(new GetMethodCommand(place))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Invalid Method identifier specified',
  });
});

describe('refused is a method', () => {
  test.each([
    ['of a verb that does not exist', { httpMethod: 'FETCH' }],
    ['with a model that does not exist', { requestModels: { 'application/json': 'Nothing' } }],
    ['with a validator that does not exist', { requestValidatorId: 'nothing' }],
    ['with a parameter of no place', { requestParameters: { 'method.request.cookie.a': true } }],
    ['with an unknown authorization', { authorizationType: 'MAGIC' }],
  ])('%s', async (_what, settings) => {
    await expect(putMethod(settings)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test.each(['CUSTOM', 'COGNITO_USER_POOLS'])(
    'with the authorization %s, which is not implemented',
    async (authorizationType) => {
      await expect(putMethod({ authorizationType })).rejects.toMatchObject({
        name: 'BadRequestException',
        message: expect.stringContaining('requires a valid authorizer'),
      });
      await expect(putMethod({ authorizationType, authorizerId: 'abc123' })).rejects.toMatchObject({
        name: 'NotImplemented',
        message: expect.stringContaining(authorizationType),
      });
    },
  );
});

describe('refused is an integration', () => {
  test.each([
    ['without an HTTP method', { uri: invocationUri(FUNCTION) }],
    ['without a URI', { integrationHttpMethod: 'POST' }],
    [
      'with another service',
      { integrationHttpMethod: 'POST', uri: 'arn:aws:apigateway:us-east-1:s3:path/b' },
    ],
    [
      'with an unknown action',
      { integrationHttpMethod: 'POST', uri: 'arn:aws:apigateway:us-east-1:lambda:path/x' },
    ],
    ['with too short a timeout', { type: 'MOCK' as const, timeoutInMillis: 49 }],
    ['with too long a timeout', { type: 'MOCK' as const, timeoutInMillis: 29_001 }],
  ])('%s', async (_what, settings) => {
    await putMethod();
    await expect(putIntegration(settings)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test.each(['HTTP', 'HTTP_PROXY', 'AWS'] as const)('of type %s, which is not implemented', async (type) => {
    await putMethod();
    await expect(
      putIntegration({ type, integrationHttpMethod: 'POST', uri: 'https://example.com' }),
    ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining(type) });
  });

  test('whose template says more than is understood', async () => {
    await putMethod();
    await expect(
      putIntegration({ type: 'MOCK', requestTemplates: { 'application/json': '#foreach($a in $b)#end' } }),
    ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('#foreach') });
  });
});

test('a model that another one refers to cannot be deleted', async () => {
  const { restApiId } = place;
  const create = (name: string, schema: object) =>
    apigateway().send(
      new CreateModelCommand({
        restApiId,
        name,
        contentType: 'application/json',
        schema: JSON.stringify(schema),
      }),
    );
  await create('Line', { type: 'object' });
  const $ref = `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Line`;
  await create('Order', { type: 'array', items: { $ref } });
  await expect(
    apigateway().send(new DeleteModelCommand({ restApiId, modelName: 'Line' })),
  ).rejects.toMatchObject({ name: 'ConflictException' });
  await apigateway().send(new DeleteModelCommand({ restApiId, modelName: 'Order' }));
  await apigateway().send(new DeleteModelCommand({ restApiId, modelName: 'Line' }));
});

test('a model whose schema is not JSON is refused', async () => {
  await expect(
    apigateway().send(
      new CreateModelCommand({
        restApiId: place.restApiId,
        name: 'Order',
        contentType: 'application/json',
        schema: '{',
      }),
    ),
  ).rejects.toMatchObject({ name: 'BadRequestException' });
});

test('a model may be named as what every object has', async () => {
  const model = { restApiId: place.restApiId, modelName: 'constructor' };
  await expect(apigateway().send(new GetModelCommand(model))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  await apigateway().send(
    new CreateModelCommand({ ...model, name: 'constructor', contentType: 'application/json', schema: '{}' }),
  );
  expect((await apigateway().send(new GetModelCommand(model))).name).toBe('constructor');
});
