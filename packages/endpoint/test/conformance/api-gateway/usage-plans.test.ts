import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
  UpdateApiKeyCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

const DAY = 24 * 3600 * 1000;
const clock = manualClock();
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;
let keys = 0;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
  await createFunction(aws, {
    name: 'echo',
    source: `export const handler = async (event) => ({ body: JSON.stringify(event) });`,
  });
  await allowApiGateway(aws, 'echo');
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  api = await createRestApi(endpoint, aws, [{ route: 'GET /', function: 'echo', apiKeyRequired: true }]);
});

async function keyWithPlan(plan: Partial<CreateUsagePlanCommandInput> = {}) {
  keys += 1;
  const value = `a-secret-of-the-customer-${keys}`;
  const key = await aws
    .apigateway()
    .send(new CreateApiKeyCommand({ name: `c${keys}`, enabled: true, value }));
  const { id: usagePlanId } = await aws
    .apigateway()
    .send(
      new CreateUsagePlanCommand({ name: 'plan', apiStages: [{ apiId: api.id, stage: 'live' }], ...plan }),
    );
  await aws
    .apigateway()
    .send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: 'API_KEY' }));
  return { value, keyId: key.id, usagePlanId };
}

const get = (key: string) => fetch(api.url, { headers: { 'x-api-key': key } });

test('a method that asks for an API key refuses a request without one', async () => {
  const response = await fetch(api.url);
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('ForbiddenException');
  expect(await response.json()).toEqual({ message: 'Forbidden' });
});

test('a key of a usage plan for the stage is let in, and the function is told which', async () => {
  const { value, keyId } = await keyWithPlan();
  const response = await get(value);
  expect(response.status).toBe(200);
  const { requestContext } = (await response.json()) as APIGatewayProxyEvent;
  expect(requestContext.identity).toMatchObject({ apiKey: value, apiKeyId: keyId });
});

test('a key without a plan for the stage is refused', async () => {
  const { value, keyId, usagePlanId } = await keyWithPlan();
  await aws.apigateway().send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
  expect((await get(value)).status).toBe(403);
});

test('a key that is switched off is refused', async () => {
  const { value, keyId } = await keyWithPlan();
  await aws.apigateway().send(
    new UpdateApiKeyCommand({
      apiKey: keyId,
      patchOperations: [{ op: 'replace', path: '/enabled', value: 'false' }],
    }),
  );
  expect((await get(value)).status).toBe(403);
});

test('requests beyond the plan’s burst are throttled until its rate has made room', async () => {
  const { value } = await keyWithPlan({ throttle: { burstLimit: 1, rateLimit: 1 } });
  expect((await get(value)).status).toBe(200);
  const refused = await get(value);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
  await clock.advance(1000);
  expect((await get(value)).status).toBe(200);
});

test('requests beyond the plan’s quota are refused until its next period', async () => {
  const { value } = await keyWithPlan({ quota: { limit: 2, period: 'DAY' } });
  expect([(await get(value)).status, (await get(value)).status]).toEqual([200, 200]);
  const refused = await get(value);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-amzn-errortype')).toBe('LimitExceededException');
  expect(await refused.json()).toEqual({ message: 'Limit Exceeded' });
  await clock.advance(DAY);
  expect((await get(value)).status).toBe(200);
});

test('one key’s quota is not another’s', async () => {
  const first = await keyWithPlan({ quota: { limit: 1, period: 'MONTH' } });
  const second = await keyWithPlan({ quota: { limit: 1, period: 'MONTH' } });
  expect((await get(first.value)).status).toBe(200);
  expect((await get(first.value)).status).toBe(429);
  expect((await get(second.value)).status).toBe(200);
});

test('a plan is patched, stage by stage and limit by limit, and deleted when no stage is left', async () => {
  const { usagePlanId } = await keyWithPlan({ throttle: { burstLimit: 1, rateLimit: 1 } });
  const stage = `${api.id}:live`;
  const plan = await aws.apigateway().send(
    new UpdateUsagePlanCommand({
      usagePlanId,
      patchOperations: [
        { op: 'replace', path: '/throttle/rateLimit', value: '2.5' },
        { op: 'add', path: '/quota/limit', value: '10' },
        { op: 'add', path: '/quota/period', value: 'WEEK' },
        { op: 'add', path: `/apiStages/${stage}/throttle/~1/GET/rateLimit`, value: '7' },
      ],
    }),
  );
  expect(plan).toMatchObject({
    throttle: { burstLimit: 1, rateLimit: 2.5 },
    quota: { limit: 10, period: 'WEEK' },
    apiStages: [{ apiId: api.id, stage: 'live', throttle: { '//GET': { rateLimit: 7 } } }],
  });
  const patchOperations = [{ op: 'remove' as const, path: '/apiStages', value: stage }];
  const command = new DeleteUsagePlanCommand({ usagePlanId });
  await expect(aws.apigateway().send(command)).rejects.toMatchObject({ name: 'BadRequestException' });
  const without = await aws.apigateway().send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
  expect(without.apiStages).toEqual([]);
  await aws.apigateway().send(command);
});

test('a key shows its value only when asked to', async () => {
  const { keyId, value, usagePlanId } = await keyWithPlan();
  const apigateway = aws.apigateway();
  expect((await apigateway.send(new GetApiKeyCommand({ apiKey: keyId }))).value).toBeUndefined();
  expect((await apigateway.send(new GetApiKeyCommand({ apiKey: keyId, includeValue: true }))).value).toBe(
    value,
  );
  const listed = await apigateway.send(new GetApiKeysCommand({ includeValues: true, limit: 500 }));
  expect(listed.items?.find((key) => key.id === keyId)?.value).toBe(value);
  const inPlan = await apigateway.send(new GetUsagePlanKeysCommand({ usagePlanId }));
  expect(inPlan.items).toEqual([expect.objectContaining({ id: keyId, type: 'API_KEY' })]);
});
