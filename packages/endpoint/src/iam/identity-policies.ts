import type { PolicyStatement } from '../core/policy/evaluate.ts';
import type { IdentityPolicies } from '../core/policy/identity-policies.ts';
import { policyStatements } from '../core/policy/policy-statements.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import type { IamEngine } from './engine.ts';

/**
 * What decides on what a session may do. Read for every call, so that a change counts at once; documents are parsed
 * once.
 */
export function identityPolicies(
  engine: IamEngine,
  roleArn: string,
  session: { policy: string | undefined; policyArns: readonly string[] },
): IdentityPolicies | undefined {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const role = engine.roles.get(name.toLowerCase());
  if (role?.arn !== roleArn) return undefined;
  const { boundary, inline, attached } = role;
  const managed = (arn: string) => managedStatements(engine, arn);
  const isNarrowed = session.policy !== undefined || session.policyArns.length > 0;
  return {
    role: [
      ...Object.values(inline).flatMap(({ text }) => policyStatements(text)),
      ...attached.flatMap(managed),
    ],
    boundary: boundary === undefined ? undefined : managed(boundary),
    session: isNarrowed
      ? [
          ...(session.policy === undefined ? [] : policyStatements(session.policy)),
          ...session.policyArns.flatMap(managed),
        ]
      : undefined,
  };
}

function managedStatements({ policies }: IamEngine, arn: string): readonly PolicyStatement[] {
  const policy = policies.get(arn);
  if (policy === undefined) return awsManagedPolicy(arn);
  const version = policy.versions.find(({ id }) => id === policy.defaultVersion);
  return version === undefined ? [] : policyStatements(version.document.text);
}
