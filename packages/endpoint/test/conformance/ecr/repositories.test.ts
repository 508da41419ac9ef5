import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
let ecr: ECRClient;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  ecr = clients(endpoint).ecr();
});
afterAll(() => endpoint.close());

const create = async (repositoryName: string, more = {}) =>
  (await ecr.send(new CreateRepositoryCommand({ repositoryName, ...more }))).repository;
const describe = async (repositoryName: string) =>
  (await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))).repositories?.[0];

test('a repository has an ARN and a URI', async () => {
  await create('shop/orders');
  expect(await describe('shop/orders')).toMatchObject({
    repositoryArn: 'arn:aws:ecr:us-east-1:000000000000:repository/shop/orders',
    repositoryUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/shop/orders',
    imageTagMutability: 'MUTABLE',
    encryptionConfiguration: { encryptionType: 'AES256' },
  });
});

test('a repository that exists is refused', async () => {
  await create('twice');
  await expect(create('twice')).rejects.toMatchObject({ name: 'RepositoryAlreadyExistsException' });
});

test('a repository that does not exist is refused', async () => {
  await expect(describe('nothing')).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
});

test('a name in upper case is refused', async () => {
  await expect(create('Orders')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('scanning and tag mutability are set', async () => {
  const repositoryName = 'settings';
  await create(repositoryName);
  const imageScanningConfiguration = { scanOnPush: true };
  await ecr.send(new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }));
  await ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }));
  expect(await describe(repositoryName)).toMatchObject({
    imageScanningConfiguration,
    imageTagMutability: 'IMMUTABLE',
  });
});

test('policies are what was put, and missing ones are refused', async () => {
  const repositoryName = 'policies';
  await create(repositoryName);
  await expect(ecr.send(new GetRepositoryPolicyCommand({ repositoryName }))).rejects.toMatchObject({
    name: 'RepositoryPolicyNotFoundException',
  });
  await expect(ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))).rejects.toMatchObject({
    name: 'LifecyclePolicyNotFoundException',
  });
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const lifecyclePolicyText = JSON.stringify({ rules: [] });
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
  await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
  expect(await ecr.send(new GetRepositoryPolicyCommand({ repositoryName }))).toMatchObject({ policyText });
  expect(await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))).toMatchObject({
    lifecyclePolicyText,
  });
});

test('tags are set, added to and removed', async () => {
  const repository = await create('tagged', { tags: [{ Key: 'team', Value: 'orders' }] });
  const resourceArn = repository?.repositoryArn;
  await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'stage', Value: 'test' }] }));
  await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));
  const { tags } = await ecr.send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual([{ Key: 'stage', Value: 'test' }]);
});

test('a deleted repository is gone', async () => {
  await create('doomed');
  await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'doomed' }));
  await expect(describe('doomed')).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
});

test('images are refused by name', async () => {
  await expect(ecr.send(new DescribeImagesCommand({ repositoryName: 'shop/orders' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('ecr:DescribeImages'),
  });
});
