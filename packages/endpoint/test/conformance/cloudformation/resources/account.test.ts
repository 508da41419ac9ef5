import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeRepositoriesCommand, GetLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import {
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyRotationStatusCommand } from '@aws-sdk/client-kms';
import { GetParameterCommand, ListTagsForResourceCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../../support/endpoint.ts';
import { createStack, deleteStack, outputs, physicalId, template, updateStack } from '../stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const allow = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
});
const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

describe('a role', () => {
  const body = (edition: { service: string; inline: object[]; action: string; managed: boolean }) =>
    template(
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: trust(edition.service),
            Policies: edition.inline,
            ManagedPolicyArns: edition.managed
              ? ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']
              : [],
            Description: edition.action,
          },
        },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'attached',
            PolicyDocument: allow(edition.action),
            Roles: [{ Ref: 'Role' }],
          },
        },
        Managed: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: allow(edition.action), Roles: [{ Ref: 'Role' }] },
        },
      },
      { Outputs: { Managed: { Value: { Ref: 'Managed' } } } },
    );

  test('gets, changes and loses its policies', async () => {
    const client = aws.cloudformation();
    const iam = aws.iam();
    const inline = [{ PolicyName: 'inline', PolicyDocument: allow('s3:GetObject') }];
    const created = await createStack(
      client,
      'Role',
      body({ service: 'lambda.amazonaws.com', inline, action: 'sqs:SendMessage', managed: true }),
    );
    expect(created.StackStatus, created.StackStatusReason).toBe('CREATE_COMPLETE');
    const RoleName = await physicalId(client, 'Role', 'Role');
    const names = async () => (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames?.sort();
    const attached = async () =>
      (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies?.length;
    expect(await names()).toEqual(['attached', 'inline']);
    expect(await attached()).toBe(2);

    const updated = await updateStack(
      client,
      'Role',
      body({ service: 'apigateway.amazonaws.com', inline: [], action: 'sqs:DeleteMessage', managed: false }),
    );
    expect(updated.StackStatus, updated.StackStatusReason).toBe('UPDATE_COMPLETE');
    expect(await names()).toEqual(['attached']);
    expect(await attached()).toBe(1);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('apigateway.amazonaws.com');
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'attached' }));
    expect(decodeURIComponent(PolicyDocument ?? '')).toContain('sqs:DeleteMessage');
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: outputs(updated)['Managed'], VersionId: 'v2' }),
    );
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('sqs:DeleteMessage');
    const deleted = await deleteStack(client, 'Role');
    expect(deleted.StackStatus, deleted.StackStatusReason).toBe('DELETE_COMPLETE');
  });
});

test('a key and its alias are made, changed, and scheduled for deletion', async () => {
  const client = aws.cloudformation();
  const body = (description: string, rotates: boolean) =>
    template({
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          Description: description,
          EnableKeyRotation: rotates,
          KeyPolicy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: 'arn:aws:iam::000000000000:root' },
                Action: 'kms:*',
                Resource: '*',
              },
            ],
          },
        },
      },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/photos', TargetKeyId: { Ref: 'Key' } },
      },
    });
  const created = await createStack(client, 'Key', body('first', false));
  expect(created.StackStatus, created.StackStatusReason).toBe('CREATE_COMPLETE');
  const KeyId = await physicalId(client, 'Key', 'Key');
  await updateStack(client, 'Key', body('second', true));
  const { KeyMetadata } = await aws.kms().send(new DescribeKeyCommand({ KeyId: 'alias/photos' }));
  expect(KeyMetadata).toMatchObject({ KeyId, Description: 'second' });
  expect((await aws.kms().send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(true);
  const deleted = await deleteStack(client, 'Key');
  expect(deleted.StackStatus, deleted.StackStatusReason).toBe('DELETE_COMPLETE');
  expect((await aws.kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe(
    'PendingDeletion',
  );
});

test('a repository, a log group and a parameter are made, changed and deleted', async () => {
  const client = aws.cloudformation();
  const body = (days: number, mutability: string, value: string) =>
    template({
      Images: {
        Type: 'AWS::ECR::Repository',
        Properties: {
          ImageTagMutability: mutability,
          LifecyclePolicy: {
            LifecyclePolicyText: JSON.stringify({
              rules: [
                {
                  rulePriority: 1,
                  selection: {
                    tagStatus: 'untagged',
                    countType: 'sinceImagePushed',
                    countUnit: 'days',
                    countNumber: days,
                  },
                  action: { type: 'expire' },
                },
              ],
            }),
          },
        },
      },
      Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: days } },
      Setting: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Type: 'String', Value: value, Tags: { is: value } },
      },
    });
  const created = await createStack(client, 'Various', body(7, 'MUTABLE', 'a'));
  expect(created.StackStatus, created.StackStatusReason).toBe('CREATE_COMPLETE');
  const updated = await updateStack(client, 'Various', body(14, 'IMMUTABLE', 'b'));
  expect(updated.StackStatus, updated.StackStatusReason).toBe('UPDATE_COMPLETE');
  const repositoryName = await physicalId(client, 'Various', 'Images');
  const { repositories } = await aws
    .ecr()
    .send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
  expect(repositories?.[0]?.imageTagMutability).toBe('IMMUTABLE');
  const { lifecyclePolicyText } = await aws.ecr().send(new GetLifecyclePolicyCommand({ repositoryName }));
  expect(lifecyclePolicyText).toContain('14');
  const logGroupNamePrefix = await physicalId(client, 'Various', 'Log');
  const { logGroups } = await aws.logs().send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  expect(logGroups?.[0]?.retentionInDays).toBe(14);
  const Name = await physicalId(client, 'Various', 'Setting');
  expect((await aws.ssm().send(new GetParameterCommand({ Name }))).Parameter?.Value).toBe('b');
  const { TagList } = await aws
    .ssm()
    .send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: Name }));
  expect(TagList).toEqual([{ Key: 'is', Value: 'b' }]);
  const deleted = await deleteStack(client, 'Various');
  expect(deleted.StackStatus, deleted.StackStatusReason).toBe('DELETE_COMPLETE');
});
