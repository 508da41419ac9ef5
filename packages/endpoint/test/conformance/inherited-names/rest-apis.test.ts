import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import {
  CreateModelCommand,
  CreateStageCommand,
  GetModelCommand,
  GetStageCommand,
  GetTagsCommand,
  PutGatewayResponseCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
  TagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';
import { INHERITED_NAMES, mapOf } from './names.ts';

let endpoint: Endpoint;
let api: TestRestApi;
const apigateway = () => clients(endpoint).apigateway();
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  const aws = clients(endpoint);
  await createFunction(aws, {
    name: 'echo',
    source: `export const handler = async (event) => ({
      statusCode: 200,
      headers: JSON.parse('{"__proto__": "answered", "constructor": "answered", "toString": "answered"}'),
      body: JSON.stringify(event),
    });`,
  });
  await allowApiGateway(aws, 'echo');
  api = await createRestApi(endpoint, aws, [
    { route: 'GET /echo', function: 'echo' },
    ...INHERITED_NAMES.map((name) => ({ route: `GET /${name}/{${name}}`, function: 'echo' })),
    { route: 'GET /mock', integration: { requestTemplates: { 'application/json': '{"statusCode": 200}' } } },
  ]);
});
afterAll(() => endpoint.close());

/** What a function sees of a request. `fetch` would lose a header called `__proto__`. */
async function event(path: string, headers: string[] = []): Promise<APIGatewayProxyEvent> {
  const sent = request(`${api.url}${path}`, { headers: ['host', new URL(api.url).host, ...headers] });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  return JSON.parse(Buffer.concat(await answer.toArray()).toString());
}

describe.each(INHERITED_NAMES)('%s', (name) => {
  test('is a query parameter, a header and a path parameter like any other', async () => {
    const seen = await event(`/echo?${name}=asked`, [name, 'sent']);
    expect(seen.queryStringParameters).toEqual(mapOf(name, 'asked'));
    expect(seen.multiValueQueryStringParameters).toEqual(mapOf(name, ['asked']));
    const header = Object.entries(seen.headers).find(([key]) => key.toLowerCase() === name.toLowerCase());
    expect(header?.[1]).toBe('sent');
    const routed = await event(`/${name}/placed`);
    expect(routed.pathParameters).toEqual(mapOf(name, 'placed'));
  });

  test('is a model, a stage variable and a tag like any other', async () => {
    const modelName = name.replaceAll('_', '');
    await expect(
      apigateway().send(new GetModelCommand({ restApiId: api.id, modelName })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
    await apigateway().send(
      new CreateModelCommand({
        restApiId: api.id,
        name: modelName,
        contentType: 'application/json',
        schema: '{"type": "object"}',
      }),
    );
    const deploymentId = await api.deploy();
    const stage = { restApiId: api.id, stageName: modelName };
    await expect(apigateway().send(new GetStageCommand(stage))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await apigateway().send(
      new CreateStageCommand({ ...stage, deploymentId, variables: mapOf(name, 'first') }),
    );
    await apigateway().send(
      new UpdateStageCommand({
        ...stage,
        patchOperations: [{ op: 'replace', path: `/variables/${name}`, value: 'second' }],
      }),
    );
    const answer = await fetch(`${endpoint.url}/_aws/execute-api/${api.id}/${modelName}/echo`);
    const seen = (await answer.json()) as APIGatewayProxyEvent;
    expect(Object.entries(seen.stageVariables ?? {})).toEqual([[name, 'second']]);
    const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${api.id}`;
    await apigateway().send(new TagResourceCommand({ resourceArn, tags: mapOf(name, 'tagged') }));
    const { tags } = await apigateway().send(new GetTagsCommand({ resourceArn }));
    if (name !== '__proto__') expect(tags).toMatchObject({ [name]: 'tagged' }); // The SDK loses it.
  });

  test('is no status, and no response', async () => {
    const place = { restApiId: api.id, resourceId: api.resources.get('/mock'), httpMethod: 'GET' };
    for (const command of [
      new PutMethodResponseCommand({ ...place, statusCode: name }),
      new PutIntegrationResponseCommand({ ...place, statusCode: name }),
      new PutGatewayResponseCommand({ restApiId: api.id, responseType: name as 'DEFAULT_4XX' }),
    ]) {
      await expect(apigateway().send(command as PutMethodResponseCommand)).rejects.toMatchObject({
        $metadata: { httpStatusCode: expect.toSatisfy((status: number) => status === 400 || status === 404) },
      });
    }
  });
});

test('headers of an answer may have such names', async () => {
  const answer = await fetch(`${api.url}/echo`);
  expect(['__proto__', 'constructor', 'tostring'].map((name) => answer.headers.get(name))).toEqual([
    'answered',
    'answered',
    'answered',
  ]);
});
