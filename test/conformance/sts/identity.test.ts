import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../local/endpoint.ts';
import { clientConfig, clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

test('a caller who assumed no role is the root of the account', async () => {
  const identity = await clients(endpoint).sts().send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:root' });
});

test('credentials of an assumed role say which role and session', async () => {
  const assumed = await clients(endpoint)
    .sts()
    .send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/deployer', RoleSessionName: 'ci' }),
    );
  const sts = new STSClient({
    ...clientConfig(endpoint),
    credentials: {
      accessKeyId: assumed.Credentials?.AccessKeyId ?? '',
      secretAccessKey: assumed.Credentials?.SecretAccessKey ?? '',
      sessionToken: assumed.Credentials?.SessionToken ?? '',
    },
  });
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe('arn:aws:sts::000000000000:assumed-role/deployer/ci');
});

test('an operation that the endpoint lacks is refused by name', async () => {
  const { GetSessionTokenCommand } = await import('@aws-sdk/client-sts');
  await expect(clients(endpoint).sts().send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('sts:GetSessionToken'),
  });
});
