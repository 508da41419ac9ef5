import {
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourcesCommand,
  PutMethodCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
let restApiId: string;
let root: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  const api = await apigateway().send(new CreateRestApiCommand({ name: 'x' }));
  restApiId = api.id ?? '';
  root = api.rootResourceId ?? '';
});

const apigateway = () => clients(endpoint).apigateway();

async function create(parentId: string, pathPart: string): Promise<string> {
  const { id } = await apigateway().send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  return id ?? '';
}

test('a resource’s path is that of its parent and its own part', async () => {
  const orders = await create(root, 'orders');
  const made = await apigateway().send(
    new CreateResourceCommand({ restApiId, parentId: orders, pathPart: '{orderId}' }),
  );
  expect(made).toMatchObject({ parentId: orders, pathPart: '{orderId}', path: '/orders/{orderId}' });
});

test('a list embeds methods when it is asked to', async () => {
  const place = { restApiId, resourceId: root, httpMethod: 'GET' };
  await apigateway().send(new PutMethodCommand({ ...place, authorizationType: 'NONE' }));
  const plain = await apigateway().send(new GetResourcesCommand({ restApiId }));
  expect(plain.items?.[0]?.resourceMethods).toEqual({ GET: {} });
  const whole = await apigateway().send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
  expect(whole.items?.[0]?.resourceMethods?.['GET']).toMatchObject({ authorizationType: 'NONE' });
});

test('a resource that moves takes what is below it along', async () => {
  const a = await create(root, 'a');
  const b = await create(root, 'b');
  const child = await create(a, 'child');
  await apigateway().send(
    new UpdateResourceCommand({
      restApiId,
      resourceId: a,
      patchOperations: [{ op: 'replace', path: '/parentId', value: b }],
    }),
  );
  const moved = await apigateway().send(new GetResourceCommand({ restApiId, resourceId: child }));
  expect(moved.path).toBe('/b/a/child');
});

test('a resource that is deleted takes what is below it along', async () => {
  const orders = await create(root, 'orders');
  const child = await create(orders, 'lines');
  await apigateway().send(new DeleteResourceCommand({ restApiId, resourceId: orders }));
  await expect(
    apigateway().send(new GetResourceCommand({ restApiId, resourceId: child })),
  ).rejects.toMatchObject({ name: 'NotFoundException', message: 'Invalid Resource identifier specified' });
});

describe('refused is', () => {
  test.each([
    ['a part with a slash', 'a/b'],
    ['half a variable', '{id'],
    ['a variable within text', 'x{id}'],
  ])('%s', async (_what, pathPart) => {
    await expect(create(root, pathPart)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test('a second resource of the same name', async () => {
    await create(root, 'orders');
    await expect(create(root, 'orders')).rejects.toMatchObject({ name: 'ConflictException' });
  });

  test('a second variable beside the first', async () => {
    await create(root, '{id}');
    await expect(create(root, '{proxy+}')).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('only one is allowed'),
    });
  });

  test('anything below a greedy variable', async () => {
    await expect(create(await create(root, '{proxy+}'), 'more')).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  test('the end of the root', async () => {
    await expect(
      apigateway().send(new DeleteResourceCommand({ restApiId, resourceId: root })),
    ).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});
