import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const apigateway = () => clients(endpoint).apigateway();

test('a new API has an id, a root resource and its settings', async () => {
  const created = await apigateway().send(
    new CreateRestApiCommand({
      name: 'shop',
      description: 'orders',
      binaryMediaTypes: ['*/*'],
      endpointConfiguration: { types: ['REGIONAL'] },
      tags: { team: 'a' },
    }),
  );
  expect(created.id).toMatch(/^[a-z0-9]{10}$/);
  expect(created.createdDate).toBeInstanceOf(Date);
  expect(await apigateway().send(new GetRestApiCommand({ restApiId: created.id }))).toMatchObject({
    name: 'shop',
    description: 'orders',
    apiKeySource: 'HEADER',
    binaryMediaTypes: ['*/*'],
    endpointConfiguration: { types: ['REGIONAL'] },
    rootResourceId: created.rootResourceId,
    disableExecuteApiEndpoint: false,
    tags: { team: 'a' },
  });
});

test('patch operations change an API', async () => {
  const { id: restApiId } = await apigateway().send(
    new CreateRestApiCommand({ name: 'before', binaryMediaTypes: ['image/png'] }),
  );
  const updated = await apigateway().send(
    new UpdateRestApiCommand({
      restApiId,
      patchOperations: [
        { op: 'replace', path: '/name', value: 'after' },
        { op: 'add', path: '/binaryMediaTypes/image~1jpeg', value: '' },
        { op: 'remove', path: '/binaryMediaTypes/image~1png' },
        { op: 'replace', path: '/disableExecuteApiEndpoint', value: 'true' },
      ],
    }),
  );
  expect(updated).toMatchObject({
    name: 'after',
    binaryMediaTypes: ['image/jpeg'],
    disableExecuteApiEndpoint: true,
  });
});

test('a patch path that does not exist is refused', async () => {
  const { id: restApiId } = await apigateway().send(new CreateRestApiCommand({ name: 'x' }));
  const patchOperations = [{ op: 'replace' as const, path: '/nonsense', value: 'x' }];
  await expect(
    apigateway().send(new UpdateRestApiCommand({ restApiId, patchOperations })),
  ).rejects.toMatchObject({
    name: 'BadRequestException',
    message: 'Invalid patch path /nonsense',
  });
});

test('APIs are listed page by page', async () => {
  for (const name of ['p1', 'p2', 'p3']) await apigateway().send(new CreateRestApiCommand({ name }));
  const ids = new Set<string | undefined>();
  let position: string | undefined;
  do {
    const page = await apigateway().send(new GetRestApisCommand({ limit: 2, position }));
    for (const api of page.items ?? []) ids.add(api.id);
    position = page.position;
  } while (position !== undefined);
  expect(ids.size).toBeGreaterThanOrEqual(3);
});

test('a deleted API is gone', async () => {
  const { id: restApiId } = await apigateway().send(new CreateRestApiCommand({ name: 'x' }));
  await apigateway().send(new DeleteRestApiCommand({ restApiId }));
  await expect(apigateway().send(new GetRestApiCommand({ restApiId }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: `Invalid API identifier specified 000000000000:${restApiId}`,
  });
});

test('an API without a name is refused', async () => {
  await expect(apigateway().send(new CreateRestApiCommand({ name: '' }))).rejects.toMatchObject({
    name: 'BadRequestException',
  });
});

test('tags are added and removed by ARN', async () => {
  const { id } = await apigateway().send(new CreateRestApiCommand({ name: 'x', tags: { a: '1', b: '2' } }));
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${id}`;
  await apigateway().send(new TagResourceCommand({ resourceArn, tags: { c: '3' } }));
  await apigateway().send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  const { tags } = await apigateway().send(new GetTagsCommand({ resourceArn }));
  expect(tags).toEqual({ b: '2', c: '3' });
});
