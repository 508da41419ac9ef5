import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
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

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const reading = policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' });
const create = (RoleName: string, more = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));

test('a role has an ARN with its path, an id, and its trust policy URL-encoded', async () => {
  await create('orders', { Path: '/shop/', Description: 'places orders', MaxSessionDuration: 7200 });
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'orders' }));
  expect(Role).toMatchObject({
    Arn: 'arn:aws:iam::000000000000:role/shop/orders',
    RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
    Description: 'places orders',
    MaxSessionDuration: 7200,
  });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
});

test('a role is found whatever the case of its name, and its name cannot be taken again', async () => {
  await create('Payments');
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'payments' }));
  expect(Role?.RoleName).toBe('Payments');
  await expect(create('PAYMENTS')).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
    $metadata: { httpStatusCode: 409 },
  });
});

test('a role that does not exist is refused by its name', async () => {
  await expect(iam.send(new GetRoleCommand({ RoleName: 'nobody' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: 'The role with name nobody cannot be found.',
  });
});

test('description, session length and trust policy can be changed', async () => {
  await create('changing');
  await iam.send(
    new UpdateRoleCommand({ RoleName: 'changing', Description: 'new', MaxSessionDuration: 43_200 }),
  );
  const account = policy({ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'changing', PolicyDocument: account }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'changing' }));
  expect(Role).toMatchObject({ Description: 'new', MaxSessionDuration: 43_200 });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(account);
});

test('inline policies are put, read, listed and deleted', async () => {
  const role = { RoleName: 'with-inline' };
  await create(role.RoleName);
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'read', PolicyDocument: reading }));
  expect((await iam.send(new ListRolePoliciesCommand(role))).PolicyNames).toEqual(['read']);
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ ...role, PolicyName: 'read' }));
  expect(decodeURIComponent(PolicyDocument ?? '')).toBe(reading);
  await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'read' }));
  await expect(iam.send(new GetRolePolicyCommand({ ...role, PolicyName: 'read' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

test("AWS's own policies can be attached and detached", async () => {
  const role = { RoleName: 'with-managed' };
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  await create(role.RoleName);
  await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn }));
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand(role));
  expect(AttachedPolicies).toEqual([{ PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn }]);
  await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
  await expect(iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

test('a policy that does not exist cannot be attached', async () => {
  await create('attaching');
  const PolicyArn = 'arn:aws:iam::000000000000:policy/nothing';
  await expect(
    iam.send(new AttachRolePolicyCommand({ RoleName: 'attaching', PolicyArn })),
  ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
});

test('a role with policies cannot be deleted', async () => {
  const role = { RoleName: 'in-use' };
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await create(role.RoleName);
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'read', PolicyDocument: reading }));
  await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn }));
  await expect(iam.send(new DeleteRoleCommand(role))).rejects.toMatchObject({
    name: 'DeleteConflictException',
    message: 'Cannot delete entity, must detach all policies first.',
  });
  await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
  await expect(iam.send(new DeleteRoleCommand(role))).rejects.toMatchObject({
    message: 'Cannot delete entity, must delete policies first.',
  });
  await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'read' }));
  await iam.send(new DeleteRoleCommand(role));
});

test('a permissions boundary is put and taken away', async () => {
  const role = { RoleName: 'bounded' };
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
  await create(role.RoleName);
  await iam.send(new PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary }));
  const boundary = async () => (await iam.send(new GetRoleCommand(role))).Role?.PermissionsBoundary;
  expect(await boundary()).toMatchObject({ PermissionsBoundaryArn: PermissionsBoundary });
  await iam.send(new DeleteRolePermissionsBoundaryCommand(role));
  expect(await boundary()).toBeUndefined();
});

test('tags are set, added to and removed', async () => {
  const role = { RoleName: 'tagged' };
  await create(role.RoleName, { Tags: [{ Key: 'team', Value: 'orders' }] });
  await iam.send(new TagRoleCommand({ ...role, Tags: [{ Key: 'stage', Value: 'test' }] }));
  await iam.send(new UntagRoleCommand({ ...role, TagKeys: ['team'] }));
  const { Tags } = await iam.send(new ListRoleTagsCommand(role));
  expect(Tags).toEqual([{ Key: 'stage', Value: 'test' }]);
});

test('roles are listed by path, page by page', async () => {
  for (const name of ['page-a', 'page-b', 'page-c']) await create(name, { Path: '/paged/' });
  const page = (Marker?: string) =>
    iam.send(new ListRolesCommand({ PathPrefix: '/paged/', MaxItems: 2, Marker }));
  const first = await page();
  const second = await page(first.Marker);
  expect([...(first.Roles ?? []), ...(second.Roles ?? [])].map(({ RoleName }) => RoleName)).toEqual([
    'page-a',
    'page-b',
    'page-c',
  ]);
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
});

test.each([
  ['no JSON', '{'],
  ['no statement', policy()],
  ['no principal', policy({ Effect: 'Allow', Action: 'sts:AssumeRole' })],
  ['a resource', policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' })],
  ['an action of another service', policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' })],
  ['an effect that is none', policy({ Effect: 'Perhaps', Principal: '*', Action: 'sts:AssumeRole' })],
  [
    'a role that does not exist',
    policy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::000000000000:role/never-made' },
      Action: 'sts:AssumeRole',
    }),
  ],
])('a trust policy with %s is refused', async (_what, AssumeRolePolicyDocument) => {
  await expect(create('untrusted', { AssumeRolePolicyDocument })).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
  });
});

test.each([
  ['a principal', policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' })],
  ['no resource', policy({ Effect: 'Allow', Action: 's3:GetObject' })],
  ['an action without its service', policy({ Effect: 'Allow', Action: 'GetObject', Resource: '*' })],
  ['a resource that is no ARN', policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'orders' })],
])('an inline policy with %s is refused', async (_what, PolicyDocument) => {
  await create('malformed').catch(() => {});
  await expect(
    iam.send(new PutRolePolicyCommand({ RoleName: 'malformed', PolicyName: 'p', PolicyDocument })),
  ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
});
