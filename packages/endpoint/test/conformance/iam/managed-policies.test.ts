import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
let iam: IAMClient;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  iam = clients(endpoint).iam();
});
afterAll(() => endpoint.close());

const allowing = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const create = async (PolicyName: string) => {
  const answer = await iam.send(
    new CreatePolicyCommand({ PolicyName, PolicyDocument: allowing('s3:GetObject') }),
  );
  return answer.Policy?.Arn ?? 'no ARN';
};
const version = (PolicyArn: string, Action: string, SetAsDefault = false) =>
  iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allowing(Action), SetAsDefault }));

test('a policy starts with version v1 and is attached to nobody', async () => {
  const PolicyArn = await create('fresh');
  expect(PolicyArn).toBe('arn:aws:iam::000000000000:policy/fresh');
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  expect(Policy).toMatchObject({ DefaultVersionId: 'v1', AttachmentCount: 0, IsAttachable: true });
});

test('a new version becomes the default when asked to, or later', async () => {
  const PolicyArn = await create('versioned');
  await version(PolicyArn, 's3:PutObject', true);
  await version(PolicyArn, 's3:DeleteObject');
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ['v3', false],
    ['v2', true],
    ['v1', false],
  ]);
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
  expect(PolicyVersion?.IsDefaultVersion).toBe(true);
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(allowing('s3:DeleteObject'));
});

test('a policy has at most five versions, and numbers are not used again', async () => {
  const PolicyArn = await create('five');
  for (let count = 2; count <= 5; count += 1) await version(PolicyArn, 's3:PutObject');
  await expect(version(PolicyArn, 's3:PutObject')).rejects.toMatchObject({ name: 'LimitExceededException' });
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
  const { PolicyVersion } = await version(PolicyArn, 's3:PutObject');
  expect(PolicyVersion?.VersionId).toBe('v6');
});

test('the default version cannot be deleted', async () => {
  const PolicyArn = await create('default');
  await expect(
    iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' })),
  ).rejects.toMatchObject({ name: 'DeleteConflictException' });
});

test('a policy is deleted once it has one version and is attached to nobody', async () => {
  const PolicyArn = await create('deleted');
  const RoleName = 'holder';
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { PolicyRoles } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
  expect(PolicyRoles?.map((role) => role.RoleName)).toEqual([RoleName]);
  const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn }));
  await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await version(PolicyArn, 's3:PutObject');
  await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
  await remove();
  await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

test('a name is taken once, whatever the path', async () => {
  await create('taken');
  await expect(
    iam.send(
      new CreatePolicyCommand({ PolicyName: 'taken', Path: '/a/', PolicyDocument: allowing('s3:GetObject') }),
    ),
  ).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
});

test('a policy of more than 6,144 characters is refused', async () => {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'x'.repeat(6144)}` }],
  });
  await expect(
    iam.send(new CreatePolicyCommand({ PolicyName: 'large', PolicyDocument })),
  ).rejects.toMatchObject({ name: 'LimitExceededException' });
});

test('policies are listed', async () => {
  const arn = await create('listed');
  const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  expect(Policies?.map((policy) => policy.Arn)).toContain(arn);
});

test("AWS's own policies are refused by name where their documents are asked for", async () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});
