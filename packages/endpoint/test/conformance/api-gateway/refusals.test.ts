import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  GetGatewayResponseCommand,
  GetModelsCommand,
  GetResourceCommand,
  GetRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateApiKeyCommand,
  UpdateGatewayResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createRestApi, type TestRestApi } from '../../support/rest-api.ts';

/** Codes and words as recorded from AWS. */
let endpoint: Endpoint;
let gateway: APIGatewayClient;
let api: TestRestApi;
let validatorId: string | undefined;
let apiKey: string | undefined;
let usagePlanId: string | undefined;

type Patches = { op: 'add' | 'remove' | 'replace'; path: string; value?: string }[];

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  const aws = clients(endpoint);
  gateway = aws.apigateway();
  api = await createRestApi(endpoint, aws, [
    { route: 'ANY /', requestModels: { 'application/json': 'Error' } },
    { route: 'GET /pets', integration: { requestTemplates: { 'application/json': '{"statusCode":200}' } } },
    { route: 'GET /pets/{id}' },
  ]);
  const root = { restApiId: api.id, resourceId: api.resources.get('/'), httpMethod: 'ANY' };
  await gateway.send(new PutMethodResponseCommand({ ...root, statusCode: '200' }));
  const { restApiId } = root;
  validatorId = (await gateway.send(new CreateRequestValidatorCommand({ restApiId, name: 'body' }))).id;
  apiKey = (await gateway.send(new CreateApiKeyCommand({ name: 'key' }))).id;
  usagePlanId = (await gateway.send(new CreateUsagePlanCommand({ name: 'plan' }))).id;
});
afterAll(() => endpoint.close());

const restApi = (patchOperations: Patches) =>
  new UpdateRestApiCommand({ restApiId: api.id, patchOperations });
const resource = (path: string, patchOperations: Patches) =>
  new UpdateResourceCommand({ restApiId: api.id, resourceId: api.resources.get(path), patchOperations });
const root = () => ({ restApiId: api.id, resourceId: api.resources.get('/'), httpMethod: 'ANY' });
const method = (patchOperations: Patches) => new UpdateMethodCommand({ ...root(), patchOperations });
const methodResponse = (patchOperations: Patches) =>
  new UpdateMethodResponseCommand({ ...root(), statusCode: '200', patchOperations });
const stage = (patchOperations: Patches) =>
  new UpdateStageCommand({ restApiId: api.id, stageName: 'live', patchOperations });
const gatewayResponse = (patchOperations: Patches) =>
  new UpdateGatewayResponseCommand({ restApiId: api.id, responseType: 'THROTTLED', patchOperations });
const validator = (patchOperations: Patches) =>
  new UpdateRequestValidatorCommand({ restApiId: api.id, requestValidatorId: validatorId, patchOperations });
const plan = (patchOperations: Patches) => new UpdateUsagePlanCommand({ usagePlanId, patchOperations });
const integration = (uri: string, extra: object = {}) =>
  new PutIntegrationCommand({
    ...root(),
    type: 'AWS_PROXY',
    integrationHttpMethod: 'POST',
    uri,
    ...extra,
  });
const endpointTypes = (types: string[], extra: object = {}) =>
  new CreateRestApiCommand({
    name: 'types',
    // Also what no SDK would send.
    endpointConfiguration: { types: types as 'EDGE'[], ...extra },
  });

const bad = (message: string | RegExp) => ['BadRequestException', message, 400] as const;
const missing = (message: string) => ['NotFoundException', message, 404] as const;
const conflict = (message: string) => ['ConflictException', message, 409] as const;

const PROXY =
  "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.";

test.each<[string, () => object, readonly [string, string | RegExp, number]]>([
  [
    'an unknown API',
    () => new GetRestApiCommand({ restApiId: 'none' }),
    missing('Invalid API identifier specified 000000000000:none'),
  ],
  [
    'models of an unknown API',
    () => new GetModelsCommand({ restApiId: 'none' }),
    missing('Invalid API identifier specified 000000000000:none'),
  ],
  [
    'a resource of an unknown API',
    () => new GetResourceCommand({ restApiId: 'none', resourceId: 'x' }),
    missing('Invalid Resource identifier specified'),
  ],
  [
    'a validator for an unknown API',
    () => new CreateRequestValidatorCommand({ restApiId: 'none', name: 'x' }),
    bad('Invalid REST API identifier specified'),
  ],
  [
    'an unknown validator',
    () => new DeleteRequestValidatorCommand({ restApiId: 'none', requestValidatorId: 'x' }),
    missing('Invalid Request Validator identifier specified'),
  ],

  [
    'an empty description of an API',
    () => new CreateRestApiCommand({ name: 'x', description: '' }),
    bad('Description cannot be an empty string'),
  ],
  [
    'no endpoint type',
    () => endpointTypes([]),
    bad('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.'),
  ],
  [
    'two endpoint types',
    () => endpointTypes(['EDGE', 'REGIONAL']),
    bad('Cannot create an api with multiple Endpoint Types.'),
  ],
  [
    'a private API with IPv4 only',
    () => endpointTypes(['PRIVATE'], { ipAddressType: 'ipv4' }),
    bad('Only dualstack ipAddressType is supported for Private APIs.'),
  ],
  [
    'a type that does not exist',
    () => endpointTypes(['wrong']),
    ['ValidationException', /endpointConfiguration/, 400],
  ],
  [
    'a compression size below zero',
    () => restApi([{ op: 'replace', path: '/minimumCompressionSize', value: '-1' }]),
    bad('Invalid minimum compression size, must be between 0 and 10485760'),
  ],
  [
    'a compression size that is no number',
    () => restApi([{ op: 'replace', path: '/minimumCompressionSize', value: 'x' }]),
    bad('Invalid minimum compression size, must be between 0 and 10485760'),
  ],
  [
    'a compression size that is added',
    () => restApi([{ op: 'add', path: '/minimumCompressionSize', value: '10' }]),
    bad('Invalid patch operation specified. Must be one of: [replace]'),
  ],
  [
    'all media types at once',
    () => restApi([{ op: 'add', path: '/binaryMediaTypes', value: 'image/gif' }]),
    bad('Invalid patch path /binaryMediaTypes'),
  ],
  [
    'another IP address type',
    () => restApi([{ op: 'replace', path: '/endpointConfiguration/ipAddressType', value: 'x' }]),
    bad('ipAddressType must be either ipv4 or dualstack.'),
  ],
  [
    'another endpoint type',
    () => restApi([{ op: 'replace', path: '/endpointConfiguration/types/0', value: 'x' }]),
    bad('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE'),
  ],

  [
    'a new path for the root',
    () => resource('/', [{ op: 'replace', path: '/pathPart', value: 'x' }]),
    bad('Root resource cannot update its pathPart.'),
  ],
  [
    'a parent for the root',
    () => resource('/', [{ op: 'replace', path: '/parentId', value: 'x' }]),
    bad('Root resource cannot update its parentId.'),
  ],
  [
    'a resource below itself',
    () =>
      resource('/pets', [{ op: 'replace', path: '/parentId', value: api.resources.get('/pets/{id}') ?? '' }]),
    bad('Resources cannot be cyclical.'),
  ],
  [
    'a path part that is removed',
    () => resource('/pets', [{ op: 'remove', path: '/pathPart' }]),
    bad("Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations"),
  ],
  [
    'another member of a resource',
    () => resource('/pets', [{ op: 'replace', path: '/invalid', value: 'x' }]),
    bad("Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/pathPart, /parentId]"),
  ],
  [
    'a name that a sibling has',
    () =>
      new CreateResourceCommand({ restApiId: api.id, parentId: api.resources.get('/'), pathPart: 'pets' }),
    conflict('Another resource with the same parent already has this name: pets'),
  ],

  [
    'a method that HTTP does not have',
    () => new PutMethodCommand({ ...root(), httpMethod: 'FETCH', authorizationType: 'NONE' }),
    bad('Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY'),
  ],
  [
    'one parameter in two places',
    () =>
      new PutMethodCommand({
        ...root(),
        httpMethod: 'GET',
        authorizationType: 'NONE',
        requestParameters: { 'method.request.header.a': true, 'method.request.path.a': true },
      }),
    bad('Parameter names must be unique across querystring, header and path'),
  ],
  [
    'another member of a method',
    () => method([{ op: 'add', path: '/httpMethod', value: 'PUT' }]),
    bad('Invalid patch path /httpMethod'),
  ],
  [
    'a content type that is not escaped',
    () => method([{ op: 'add', path: '/requestModels/application/json', value: 'Empty' }]),
    bad('Invalid patch path /requestModels/application/json'),
  ],
  [
    'a validator that is added',
    () => method([{ op: 'add', path: '/requestValidatorId', value: 'x' }]),
    bad('Invalid patch operation specified. Must be one of: [replace]'),
  ],
  [
    'a parameter that a response lacks',
    () => methodResponse([{ op: 'remove', path: '/responseParameters/method.response.header.x' }]),
    missing('Invalid parameter name specified'),
  ],
  [
    'a model that a response lacks',
    () => methodResponse([{ op: 'remove', path: '/responseModels/application~1json' }]),
    missing('Content-Type specified was not found'),
  ],
  [
    'a status that is none',
    () => new PutIntegrationResponseCommand({ ...root(), statusCode: 'wrong' }),
    ['ValidationException', /statusCode/, 400],
  ],

  ['an integration of S3', () => integration('arn:aws:apigateway:us-east-1:s3:path/bucket'), bad(PROXY)],
  [
    'an integration without path or action',
    () => integration('arn:aws:lambda:us-east-1:000000000000:function:x'),
    bad(/^(Invalid ARN specified in the request|AWS ARN for integration must contain path or action)$/),
  ],
  ['an integration that is no ARN', () => integration('x'), bad('Invalid ARN specified in the request')],
  [
    'an integration without a method',
    () => integration('arn:aws:apigateway:us-east-1:s3:path/bucket', { integrationHttpMethod: undefined }),
    bad('Enumeration value for HttpMethod must be non-empty'),
  ],
  [
    'a type of integration that does not exist',
    () => integration('x', { type: 'HTTPS_PROXY' }),
    ['ValidationException', /type/, 400],
  ],

  [
    'a model without a name',
    () =>
      new CreateModelCommand({ restApiId: api.id, name: '', contentType: 'application/json', schema: '{}' }),
    bad('Model name must be non-empty'),
  ],
  [
    'a model without a schema',
    () => new CreateModelCommand({ restApiId: api.id, name: 'New', contentType: 'application/json' }),
    bad('Model schema must have at least 1 property or array items defined'),
  ],
  [
    'a model that takes another name',
    () =>
      new UpdateModelCommand({
        restApiId: api.id,
        modelName: 'Empty',
        patchOperations: [{ op: 'replace', path: '/name', value: 'x' }],
      }),
    bad("Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]"),
  ],
  [
    'a model that a method refers to',
    () => new DeleteModelCommand({ restApiId: api.id, modelName: 'Error' }),
    conflict("Cannot delete model 'Error', is referenced in method request: //ANY"),
  ],
  [
    'a validator without a name',
    () => validator([{ op: 'replace', path: '/name', value: '' }]),
    bad('Request Validator name cannot be blank'),
  ],
  [
    'a validator’s flag that is added',
    () => validator([{ op: 'add', path: '/validateRequestBody', value: 'true' }]),
    bad(
      "Invalid patch path  '/validateRequestBody' specified for op 'add'. Please choose supported operations",
    ),
  ],

  [
    'a gateway response that does not exist',
    () => new GetGatewayResponseCommand({ restApiId: api.id, responseType: 'FAKE' as 'THROTTLED' }),
    ['ValidationException', /responseType/, 400],
  ],
  [
    'a status that is added',
    () => gatewayResponse([{ op: 'add', path: '/statusCode', value: '444' }]),
    bad('Invalid patch path /statusCode'),
  ],
  [
    'a parameter of a gateway response that is not there',
    () =>
      gatewayResponse([
        { op: 'replace', path: '/responseParameters/gatewayresponse.header.X', value: "'x'" },
      ]),
    missing('Invalid parameter name specified'),
  ],
  [
    'no value for a template',
    () => gatewayResponse([{ op: 'replace', path: '/responseTemplates/application~1json' }]),
    bad('Invalid null or empty value in responseTemplates'),
  ],

  [
    'settings of a method that are not there',
    () => stage([{ op: 'remove', path: '/*/*' }]),
    bad('Cannot remove method setting */* because there is no method setting for this method '),
  ],
  [
    'another member of the access log',
    () => stage([{ op: 'add', path: '/accessLogSettings/x', value: 'x' }]),
    bad(
      'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
    ),
  ],
  [
    'an empty format of the access log',
    () => stage([{ op: 'replace', path: '/accessLogSettings/format', value: '' }]),
    bad('Access Log value must not be empty'),
  ],
  [
    'a destination that is removed',
    () => stage([{ op: 'remove', path: '/accessLogSettings/destinationArn' }]),
    bad(
      'Cannot remove method setting accessLogSettings/destinationArn because there is no method setting for this method ',
    ),
  ],
  [
    'another member of a stage',
    () => stage([{ op: 'replace', path: '/tags/a', value: 'x' }]),
    bad(/^Invalid method setting path: \/tags\/a\. Must be one of: \[\/deploymentId, /),
  ],

  [
    'a key with a long name',
    () => new CreateApiKeyCommand({ name: 'x'.repeat(1025) }),
    bad('Invalid API Key name, can be at most 1024 characters.'),
  ],
  [
    'a key with a long description',
    () =>
      new UpdateApiKeyCommand({
        apiKey,
        patchOperations: [{ op: 'replace', path: '/description', value: 'x'.repeat(125_001) }],
      }),
    bad('Invalid API Key description specified.'),
  ],
  [
    'a short key',
    () => new CreateApiKeyCommand({ value: 'short' }),
    bad('API Key value should be at least 20 characters'),
  ],
  [
    'a long key',
    () => new CreateApiKeyCommand({ value: 'x'.repeat(129) }),
    bad('API Key value exceeds maximum size of 128 characters'),
  ],
  [
    'the id of a key',
    () => new UpdateApiKeyCommand({ apiKey, patchOperations: [{ op: 'replace', path: '/id', value: 'x' }] }),
    bad(/^Invalid patch path {2}'\/id' specified for op 'replace'\. Must be one of: \[/),
  ],
  [
    'no stage for a usage plan',
    () => plan([{ op: 'add', path: '/apiStages', value: '' }]),
    bad('Invalid API Stage specified'),
  ],
])('refused: %s', async (_what, command, [name, message, status]) => {
  // Commands of all kinds; the client's type wants one.
  await expect(gateway.send(command() as GetRestApiCommand)).rejects.toMatchObject({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
    $metadata: expect.objectContaining({ httpStatusCode: status }),
  });
});

test('a stage that does not exist cannot be added to a usage plan', async () => {
  for (const value of [`${api.id}x:live`, `${api.id}:none`]) {
    const [apiId, name] = value.split(':');
    await expect(gateway.send(plan([{ op: 'add', path: '/apiStages', value }]))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Invalid API Stage {api: ${apiId}, stage: ${name}} specified for usageplan ${usagePlanId}`,
    });
  }
});

test('an API has one endpoint type, whatever stands in the path, and a list that grows at its end', async () => {
  const patchOperations: Patches = [
    { op: 'replace', path: '/endpointConfiguration/types/0', value: 'REGIONAL' },
    { op: 'add', path: '/binaryMediaTypes/-', value: 'image/png' },
    { op: 'add', path: '/binaryMediaTypes/image~1gif', value: '' },
    { op: 'replace', path: '/minimumCompressionSize', value: '' },
  ];
  expect(await gateway.send(restApi(patchOperations))).toMatchObject({
    endpointConfiguration: { types: ['REGIONAL'] },
    binaryMediaTypes: ['image/png', 'image/gif'],
  });
});

test('a gateway response is changed one member at a time', async () => {
  await gateway.send(
    new PutGatewayResponseCommand({
      restApiId: api.id,
      responseType: 'THROTTLED',
      responseParameters: { 'gatewayresponse.header.X': "'a'" },
    }),
  );
  const changed = await gateway.send(
    gatewayResponse([
      { op: 'replace', path: '/responseParameters/gatewayresponse.header.X', value: "'b'" },
      { op: 'replace', path: '/statusCode', value: '444' },
    ]),
  );
  expect(changed).toMatchObject({
    statusCode: '444',
    responseParameters: { 'gatewayresponse.header.X': "'b'" },
  });
});
