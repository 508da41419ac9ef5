import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clientConfig, clients, startTestEndpoint } from '../../support/endpoint.ts';

const clock = manualClock();
const RoleArn = 'arn:aws:iam::000000000000:role/deployer';
let endpoint: Endpoint;
let sts: STSClient;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  sts = clients(endpoint).sts();
  const trust = { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' };
  await clients(endpoint)
    .iam()
    .send(
      new CreateRoleCommand({
        RoleName: 'deployer',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
      }),
    );
});
afterAll(() => endpoint.close());

async function assume(more = {}): Promise<STSClient> {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ci', ...more }));
  return new STSClient({
    ...clientConfig(endpoint),
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
}

test('a caller who assumed no role is the root of the account', async () => {
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:root' });
});

test('credentials of an assumed role say which role and session', async () => {
  const identity = await (await assume()).send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe('arn:aws:sts::000000000000:assumed-role/deployer/ci');
});

test('a role that does not exist cannot be assumed', async () => {
  await expect(
    assume({ RoleArn: 'arn:aws:iam::000000000000:role/cdk-hnb659fds-deploy-role-000000000000-us-east-1' }),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('is not authorized to perform: sts:AssumeRole on resource'),
  });
});

test('a session ends when its time is over', async () => {
  const session = await assume({ DurationSeconds: 900 });
  await clock.advance(899_000);
  await session.send(new GetCallerIdentityCommand({}));
  await clock.advance(1000);
  await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: expect.stringMatching(/^ExpiredToken/),
  });
});

test('a session is not longer than its role allows', async () => {
  await expect(assume({ DurationSeconds: 7200 })).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining('MaxSessionDuration'),
  });
});

test('the account of an access key is told', async () => {
  const info = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }));
  expect(info.Account).toBe('000000000000');
});

test('an operation that the endpoint lacks is refused by name', async () => {
  await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('sts:GetSessionToken'),
  });
});
