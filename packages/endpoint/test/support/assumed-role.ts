import { CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, type STSClient } from '@aws-sdk/client-sts';
import type { Credentials } from './sign-request.ts';

export const ACCOUNT_ID = '000000000000';

export interface Statement {
  Effect?: 'Allow' | 'Deny';
  Action?: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** A policy of statements that allow to call an API, unless they say otherwise. */
export function callPolicy(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((each) => ({ Effect: 'Allow', Action: 'execute-api:Invoke', ...each })),
  });
}

/** Makes a role that the account may assume, with one inline policy where there are statements. */
export async function createRole(
  clients: { iam(): IAMClient },
  name: string,
  ...statements: readonly Statement[]
): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT_ID }, Action: 'sts:AssumeRole' };
  const { Role } = await clients.iam().send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  if (statements.length > 0) await grant(clients, name, ...statements);
  return Role?.Arn ?? '';
}

/** Sets the role's inline policy. */
export async function grant(
  clients: { iam(): IAMClient },
  RoleName: string,
  ...statements: readonly Statement[]
): Promise<void> {
  const PolicyDocument = callPolicy(...statements);
  await clients.iam().send(new PutRolePolicyCommand({ RoleName, PolicyName: 'calls', PolicyDocument }));
}

/** Credentials of a new session in a role. */
export async function assume(
  clients: { sts(): STSClient },
  roleName: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Required<Credentials>> {
  const RoleArn = `arn:aws:iam::${ACCOUNT_ID}:role/${roleName}`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 's1', ...more });
  const { Credentials } = await clients.sts().send(command);
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}
