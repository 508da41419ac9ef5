import { type IamEngine, isAwsManaged, type StoredRole } from './engine.ts';
import { iamError } from './errors.ts';
import { type PolicyDocument, parseTrustPolicy, policySize } from './policy-document.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_TRUST_POLICY_LENGTH = 2048;
const MAX_INLINE_POLICIES_LENGTH = 10_240;
const MAX_ATTACHED_POLICIES = 10;

/** A trust policy may only name principals that exist: IAM keeps their unique ids, not their names. */
export function checkTrustPolicy(engine: IamEngine, text: string): PolicyDocument {
  const document = parseTrustPolicy(text);
  if (policySize(document) > MAX_TRUST_POLICY_LENGTH) {
    throw iamError.limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST_POLICY_LENGTH}`);
  }
  const own = `arn:aws:iam::${engine.context.accountId}:role/`;
  for (const { principals, notPrincipals } of document.statements) {
    for (const id of [...(principals?.['AWS'] ?? []), ...(notPrincipals?.['AWS'] ?? [])]) {
      const wellFormed = /^(\*|\d{12}|A[A-Z0-9]{15,}|arn:aws:(iam|sts)::\d{12}:.+)$/.test(id);
      const known = !id.startsWith(own) || engine.roles.has((id.split('/').at(-1) ?? '').toLowerCase());
      if (!wellFormed || !known) {
        throw iamError.malformedPolicyDocument(`Invalid principal in policy: "AWS":"${id.slice(0, 200)}"`);
      }
    }
  }
  return document;
}

export function checkInlineSize(role: StoredRole, inline: Record<string, PolicyDocument>): void {
  const size = Object.values(inline).reduce((sum, document) => sum + policySize(document), 0);
  if (size > MAX_INLINE_POLICIES_LENGTH) {
    throw iamError.limitExceeded(
      `Maximum policy size of ${MAX_INLINE_POLICIES_LENGTH} bytes exceeded for role ${role.name}`,
    );
  }
}

export function checkAttachedCount(attached: readonly string[]): void {
  if (attached.length > MAX_ATTACHED_POLICIES) {
    throw iamError.limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MAX_ATTACHED_POLICIES}`);
  }
}

/** The name of a managed policy, which is the last part of its ARN. */
export function attachedName(engine: IamEngine, arn: string): string {
  if (isAwsManaged(arn)) return arn.split('/').at(-1) ?? arn;
  return engine.policies.get(arn)?.name ?? arn;
}
