import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const ssm = () => clients(endpoint).ssm();
const about = (name: string) => ({ ResourceType: 'Parameter' as const, ResourceId: name });
const put = (name: string, more = {}) =>
  ssm().send(new PutParameterCommand({ Name: name, Value: 'x', Type: 'String', ...more }));

test('tags are set with a parameter, added to and removed', async () => {
  await put('/tagged', { Tags: [{ Key: 'team', Value: 'orders' }] });
  await ssm().send(
    new AddTagsToResourceCommand({ ...about('/tagged'), Tags: [{ Key: 'stage', Value: 'test' }] }),
  );
  await ssm().send(new RemoveTagsFromResourceCommand({ ...about('/tagged'), TagKeys: ['team'] }));
  const { TagList } = await ssm().send(new ListTagsForResourceCommand(about('/tagged')));
  expect(TagList).toEqual([{ Key: 'stage', Value: 'test' }]);
});

test('tags and overwriting exclude each other', async () => {
  await expect(
    put('/both', { Overwrite: true, Tags: [{ Key: 'team', Value: 'orders' }] }),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

test('tags of a parameter that does not exist are refused', async () => {
  await expect(ssm().send(new ListTagsForResourceCommand(about('/nothing')))).rejects.toMatchObject({
    name: 'InvalidResourceId',
  });
});
