import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetStageCommand,
  GetStagesCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createRestApi, type TestRoute } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

/** A mock is enough to see what is live: its route is found (500, as it has no response), or is not (403). */
const LIVE = 500;
const NOT_LIVE = 403;

function mock(route: string): TestRoute {
  return { route, integration: { requestTemplates: { 'application/json': '{"statusCode": 200}' } } };
}

test('a change is not live before it is deployed', async () => {
  const api = await createRestApi(endpoint, aws, [mock('GET /one')]);
  await api.add([mock('GET /two')]);
  expect((await fetch(`${api.url}/two`)).status).toBe(NOT_LIVE);
  await api.deploy();
  expect((await fetch(`${api.url}/two`)).status).toBe(LIVE);
});

test('a stage goes back to an earlier deployment', async () => {
  const api = await createRestApi(endpoint, aws, [mock('GET /one')]);
  const { deploymentId } = await aws
    .apigateway()
    .send(new GetStageCommand({ restApiId: api.id, stageName: 'live' }));
  await api.add([mock('GET /two')]);
  await api.deploy();
  await aws.apigateway().send(
    new UpdateStageCommand({
      restApiId: api.id,
      stageName: 'live',
      patchOperations: [{ op: 'replace', path: '/deploymentId', value: deploymentId }],
    }),
  );
  expect((await fetch(`${api.url}/two`)).status).toBe(NOT_LIVE);
});

test('two stages of an API show different deployments', async () => {
  const api = await createRestApi(endpoint, aws, [mock('GET /one')]);
  await api.add([mock('GET /two')]);
  const { id: deploymentId } = await aws
    .apigateway()
    .send(new CreateDeploymentCommand({ restApiId: api.id, description: 'second' }));
  await aws.apigateway().send(new CreateStageCommand({ restApiId: api.id, stageName: 'next', deploymentId }));
  expect((await fetch(`${api.url}/two`)).status).toBe(NOT_LIVE);
  expect((await fetch(`${api.url.replace(/live$/, 'next')}/two`)).status).toBe(LIVE);
  const { item } = await aws.apigateway().send(new GetStagesCommand({ restApiId: api.id }));
  expect(item?.map((stage) => stage.stageName).sort()).toEqual(['live', 'next']);
});

test('a deployment can show what it holds', async () => {
  const api = await createRestApi(endpoint, aws, [mock('GET /one')]);
  const deploymentId = await api.deploy();
  const deployment = await aws
    .apigateway()
    .send(new GetDeploymentCommand({ restApiId: api.id, deploymentId, embed: ['apisummary'] }));
  expect(deployment.apiSummary).toEqual({
    '/one': { GET: { authorizationType: 'NONE', apiKeyRequired: false } },
  });
});

test('an API without methods cannot be deployed', async () => {
  const { id: restApiId } = await aws.apigateway().send(new CreateRestApiCommand({ name: 'empty' }));
  await expect(
    aws.apigateway().send(new CreateDeploymentCommand({ restApiId, stageName: 'live' })),
  ).rejects.toMatchObject({
    name: 'BadRequestException',
    message: "The REST API doesn't contain any methods",
  });
});

test('an API with a method without integration cannot be deployed', async () => {
  const api = await aws.apigateway().send(new CreateRestApiCommand({ name: 'half' }));
  await aws.apigateway().send(
    new PutMethodCommand({
      restApiId: api.id,
      resourceId: api.rootResourceId,
      httpMethod: 'GET',
      authorizationType: 'NONE',
    }),
  );
  await expect(
    aws.apigateway().send(new CreateDeploymentCommand({ restApiId: api.id, stageName: 'live' })),
  ).rejects.toMatchObject({ name: 'BadRequestException', message: 'No integration defined for method' });
});

test('a deployment that a stage shows cannot be deleted', async () => {
  const api = await createRestApi(endpoint, aws, [mock('GET /one')]);
  const deploymentId = await api.deploy();
  const command = new DeleteDeploymentCommand({ restApiId: api.id, deploymentId });
  await expect(aws.apigateway().send(command)).rejects.toMatchObject({ name: 'BadRequestException' });
  await aws.apigateway().send(new DeleteStageCommand({ restApiId: api.id, stageName: 'live' }));
  await aws.apigateway().send(command);
});
