import type { ArnSource } from '../core/resource.ts';
import type { IamEngine } from './engine.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */

/** With the path that the role was created with, once there is one. */
export function roleOf(engine: IamEngine, input: { RoleName: string }): string {
  return engine.roles.get(input.RoleName)?.arn ?? newRole(engine, input);
}

export function newRole(source: ArnSource, input: { RoleName: string; Path?: string | undefined }): string {
  return `arn:aws:iam::${source.context.accountId}:role${input.Path ?? '/'}${input.RoleName}`;
}

export function policyOf(_source: ArnSource, input: { PolicyArn: string }): string {
  return input.PolicyArn;
}

export function newPolicy(
  source: ArnSource,
  input: { PolicyName: string; Path?: string | undefined },
): string {
  return `arn:aws:iam::${source.context.accountId}:policy${input.Path ?? '/'}${input.PolicyName}`;
}
