import {
  CreateStageCommand,
  GetStageCommand,
  type PatchOperation,
  UpdateAccountCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  api = await createRestApi(endpoint, aws, [{ route: 'GET /pets' }]);
});

function update(...patchOperations: PatchOperation[]) {
  return aws
    .apigateway()
    .send(new UpdateStageCommand({ restApiId: api.id, stageName: 'live', patchOperations }));
}

test('settings of all methods and of one are kept side by side', async () => {
  await update(
    { op: 'replace', path: '/*/*/throttling/rateLimit', value: '10' },
    { op: 'replace', path: '/~1pets/GET/throttling/rateLimit', value: '5' },
    { op: 'replace', path: '/*/*/metrics/enabled', value: 'true' },
  );
  const { methodSettings } = await aws
    .apigateway()
    .send(new GetStageCommand({ restApiId: api.id, stageName: 'live' }));
  expect(methodSettings).toEqual({
    '*/*': { throttlingRateLimit: 10, metricsEnabled: true },
    'pets/GET': { throttlingRateLimit: 5 },
  });
});

test('a path that was escaped twice, as from CloudFormation, names the same method', async () => {
  const { methodSettings } = await update({
    op: 'replace',
    path: '/~1~01pets/GET/throttling/burstLimit',
    value: '5',
  });
  expect(methodSettings).toEqual({ 'pets/GET': { throttlingBurstLimit: 5 } });
});

test('stage variables name the alias in an integration’s URI, and reach the function', async () => {
  await createFunction(aws, {
    name: 'versioned',
    source: `export const handler = async (event, context) => ({
      body: context.invokedFunctionArn + ' ' + JSON.stringify(event.stageVariables),
    });`,
  });
  const { Version } = await aws.lambda().send(new PublishVersionCommand({ FunctionName: 'versioned' }));
  await aws
    .lambda()
    .send(new CreateAliasCommand({ FunctionName: 'versioned', Name: 'blue', FunctionVersion: Version }));
  await allowApiGateway(aws, 'versioned', 'blue');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own placeholder
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:versioned:${stageVariables.alias}';
  const versioned = await createRestApi(endpoint, aws, [{ route: 'GET /', function: arn }]);
  await aws.apigateway().send(
    new UpdateStageCommand({
      restApiId: versioned.id,
      stageName: 'live',
      patchOperations: [{ op: 'replace', path: '/variables/alias', value: 'blue' }],
    }),
  );
  const response = await fetch(versioned.url);
  expect(await response.text()).toBe(
    'arn:aws:lambda:us-east-1:000000000000:function:versioned:blue {"alias":"blue"}',
  );
});

test('logging needs the account’s role for CloudWatch Logs', async () => {
  const logging: PatchOperation = { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' };
  await expect(update(logging)).rejects.toMatchObject({
    name: 'BadRequestException',
    message: 'CloudWatch Logs role ARN must be set in account settings to enable logging',
  });
  const value = 'arn:aws:iam::000000000000:role/logs';
  await aws
    .apigateway()
    .send(
      new UpdateAccountCommand({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] }),
    );
  await update(logging);
});

describe('refused is', () => {
  test('a stage of a name that exists', async () => {
    const deploymentId = await api.deploy();
    await expect(
      aws.apigateway().send(new CreateStageCommand({ restApiId: api.id, stageName: 'live', deploymentId })),
    ).rejects.toMatchObject({ name: 'ConflictException' });
  });

  test('a stage of a deployment that does not exist', async () => {
    await expect(
      aws
        .apigateway()
        .send(new CreateStageCommand({ restApiId: api.id, stageName: 'next', deploymentId: 'nothing' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('a stage name with a slash', async () => {
    const deploymentId = await api.deploy();
    await expect(
      aws.apigateway().send(new CreateStageCommand({ restApiId: api.id, stageName: 'a/b', deploymentId })),
    ).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test.each<[string, PatchOperation]>([
    ['a cache', { op: 'replace', path: '/cacheClusterEnabled', value: 'true' }],
    ['a cached method', { op: 'replace', path: '/*/*/caching/enabled', value: 'true' }],
    ['a canary', { op: 'replace', path: '/canarySettings', value: 'x' }],
  ])('%s, which is not implemented', async (_what, operation) => {
    await expect(update(operation)).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
