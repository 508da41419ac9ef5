import { type Decision, evaluate, type PolicyRequest, type PolicyStatement } from './evaluate.ts';
import type { IdentityPolicies } from './identity-policies.ts';

/**
 * Decides within one account: a Deny in any policy wins; else an Allow of the role's policies or of the resource's own
 * is enough, as far as the boundary of the role and the policy of the session allow it too. The account's root needs
 * no Allow. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 */
export function authorize(
  request: PolicyRequest,
  identity: IdentityPolicies | undefined,
  resourcePolicy: readonly PolicyStatement[] | undefined,
): Decision {
  const decide = (statements: readonly PolicyStatement[] | undefined): Decision =>
    statements === undefined ? 'none' : evaluate(statements, request);
  const resource = decide(resourcePolicy);
  const role = decide(identity?.role);
  const limits = [identity?.boundary, identity?.session].filter((each) => each !== undefined).map(decide);
  if ([resource, role, ...limits].includes('deny')) return 'deny';
  if (request.principal.type === 'account') return 'allow';
  const allowed = resource === 'allow' || role === 'allow';
  return allowed && limits.every((limit) => limit === 'allow') ? 'allow' : 'none';
}
