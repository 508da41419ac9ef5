import { GetRestApiCommand, GetStageCommand, GetUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../../support/endpoint.ts';
import { createStack, deleteStack, outputs, template, updateStack } from '../stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const api = { Ref: 'Api' };

/** An API that answers by itself: a mock, with everything that a template can say of an API. */
const body = (edition: { answer: string; rate: number; media: string; deployment: string }) =>
  template(
    {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Name: `photos ${edition.answer}`,
          BinaryMediaTypes: [edition.media],
          EndpointConfiguration: { Types: ['REGIONAL'] },
          Tags: [{ Key: 'a', Value: edition.answer }],
        },
      },
      Photos: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: {
          RestApiId: api,
          ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          PathPart: 'photos',
        },
      },
      Model: {
        Type: 'AWS::ApiGateway::Model',
        Properties: {
          RestApiId: api,
          Name: 'Photo',
          ContentType: 'application/json',
          Schema: { type: 'object', required: [edition.answer] },
        },
      },
      Validator: {
        Type: 'AWS::ApiGateway::RequestValidator',
        Properties: { RestApiId: api, Name: 'body', ValidateRequestBody: true },
      },
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: api,
          ResourceId: { Ref: 'Photos' },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          ApiKeyRequired: true,
          MethodResponses: [{ StatusCode: '200' }],
          Integration: {
            Type: 'MOCK',
            RequestTemplates: { 'application/json': '{"statusCode": 200}' },
            IntegrationResponses: [
              {
                StatusCode: '200',
                ResponseTemplates: { 'application/json': `{"says": "${edition.answer}"}` },
              },
            ],
          },
        },
      },
      Post: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: api,
          ResourceId: { Ref: 'Photos' },
          HttpMethod: 'POST',
          AuthorizationType: 'NONE',
          RequestModels: { 'application/json': { Ref: 'Model' } },
          RequestValidatorId: { Ref: 'Validator' },
          MethodResponses: [{ StatusCode: '200' }],
          Integration: {
            Type: 'MOCK',
            RequestTemplates: { 'application/json': '{"statusCode": 200}' },
            IntegrationResponses: [{ StatusCode: '200' }],
          },
        },
      },
      Forbidden: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          RestApiId: api,
          ResponseType: 'INVALID_API_KEY',
          StatusCode: '401',
          ResponseTemplates: { 'application/json': '{"says": "no key"}' },
        },
      },
      [`Deployment${edition.deployment}`]: {
        Type: 'AWS::ApiGateway::Deployment',
        Properties: { RestApiId: api, Description: edition.answer },
        DependsOn: ['Get', 'Post', 'Forbidden'],
      },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: {
          RestApiId: api,
          DeploymentId: { Ref: `Deployment${edition.deployment}` },
          StageName: 'live',
          Variables: { answer: edition.answer },
          MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: edition.rate }],
        },
      },
      Key: {
        Type: 'AWS::ApiGateway::ApiKey',
        Properties: {
          Enabled: true,
          Value: 'a-key-of-at-least-twenty-characters',
          Description: edition.answer,
        },
      },
      Plan: {
        Type: 'AWS::ApiGateway::UsagePlan',
        Properties: {
          ApiStages: [{ ApiId: api, Stage: { Ref: 'Stage' } }],
          Throttle: { RateLimit: edition.rate, BurstLimit: 50 },
        },
      },
      PlanKey: {
        Type: 'AWS::ApiGateway::UsagePlanKey',
        Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
      },
      Account: { Type: 'AWS::ApiGateway::Account', Properties: {} },
    },
    { Outputs: { Api: { Value: api }, Plan: { Value: { Ref: 'Plan' } } } },
  );

function ask(id: string | undefined, init: RequestInit = {}): Promise<Response> {
  return fetch(`${endpoint.url}/_aws/execute-api/${id}/live/photos`, init);
}

test('an API with all its parts is deployed, updated and deleted', async () => {
  const client = aws.cloudformation();
  const created = await createStack(
    client,
    'Api',
    body({ answer: 'one', rate: 100, media: 'image/png', deployment: 'A' }),
  );
  expect(created.StackStatus, created.StackStatusReason).toBe('CREATE_COMPLETE');
  const { Api: id, Plan: usagePlanId } = outputs(created);
  const key = { 'x-api-key': 'a-key-of-at-least-twenty-characters' };
  expect(await (await ask(id, { headers: key })).json()).toEqual({ says: 'one' });
  const refused = await ask(id);
  expect(refused.status).toBe(401);
  expect(await refused.json()).toEqual({ says: 'no key' });
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  expect((await ask(id, post)).status).toBe(400);

  const second = { answer: 'two', rate: 200, media: 'image/jpeg', deployment: 'B' };
  const updated = await updateStack(client, 'Api', body(second));
  expect(updated.StackStatus, updated.StackStatusReason).toBe('UPDATE_COMPLETE');
  expect(outputs(updated)['Api']).toBe(id);
  expect(await (await ask(id, { headers: key })).json()).toEqual({ says: 'two' });
  const apigateway = aws.apigateway();
  expect(await apigateway.send(new GetRestApiCommand({ restApiId: id }))).toMatchObject({
    name: 'photos two',
    binaryMediaTypes: ['image/jpeg'],
    tags: { a: 'two' },
  });
  expect(await apigateway.send(new GetStageCommand({ restApiId: id, stageName: 'live' }))).toMatchObject({
    variables: { answer: 'two' },
    methodSettings: { '*/*': { throttlingRateLimit: 200 } },
  });
  expect(await apigateway.send(new GetUsagePlanCommand({ usagePlanId }))).toMatchObject({
    throttle: { rateLimit: 200, burstLimit: 50 },
    apiStages: [{ apiId: id, stage: 'live' }],
  });

  const deleted = await deleteStack(client, 'Api');
  expect(deleted.StackStatus, deleted.StackStatusReason).toBe('DELETE_COMPLETE');
  await expect(apigateway.send(new GetRestApiCommand({ restApiId: id }))).rejects.toThrow('Invalid API id');
});

test('a deployment brings its stage, hands it on, takes it back and takes it with it', async () => {
  const client = aws.cloudformation();
  // As the Serverless Framework writes it: each deployment has a logical id of its own.
  const stack = (deployment: string, more: object = {}) =>
    template(
      {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'staged' } },
        Get: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            RestApiId: api,
            ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
            HttpMethod: 'GET',
            AuthorizationType: 'NONE',
            Integration: { Type: 'MOCK' },
          },
        },
        [deployment]: {
          Type: 'AWS::ApiGateway::Deployment',
          Properties: { RestApiId: api, StageName: 'dev' },
          DependsOn: 'Get',
        },
        ...more,
      },
      { Outputs: { Api: { Value: api }, Deployment: { Value: { Ref: deployment } } } },
    );
  const stageOf = async (restApiId: string | undefined) =>
    (await aws.apigateway().send(new GetStageCommand({ restApiId, stageName: 'dev' }))).deploymentId;
  const first = outputs(await createStack(client, 'Staged', stack('One')));
  expect(await stageOf(first['Api'])).toBe(first['Deployment']);
  const second = outputs(await updateStack(client, 'Staged', stack('Two')));
  expect(second['Deployment']).not.toBe(first['Deployment']);
  expect(await stageOf(first['Api'])).toBe(second['Deployment']);
  const refused = {
    Refused: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 86_400 }, DependsOn: 'Three' },
  };
  const failed = await updateStack(client, 'Staged', stack('Three', refused));
  expect(failed.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stageOf(first['Api'])).toBe(second['Deployment']);
  expect((await deleteStack(client, 'Staged')).StackStatus).toBe('DELETE_COMPLETE');
});
