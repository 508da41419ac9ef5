import { type IamEngine, isAwsManaged, type StoredRole } from './engine.ts';
import { iamError } from './errors.ts';
import { type PolicyDocument, parseTrustPolicy, policySize } from './policy-document.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_TRUST_POLICY = 2048;
const LARGEST_INLINE_POLICIES = 10_240;
const MOST_ATTACHED = 10;

/** A trust policy may only name principals that exist: IAM keeps their unique ids, not their names. */
export function checkTrustPolicy(engine: IamEngine, text: string): PolicyDocument {
  const document = parseTrustPolicy(text);
  if (policySize(document) > LONGEST_TRUST_POLICY) {
    throw iamError.limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${LONGEST_TRUST_POLICY}`);
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
  if (size > LARGEST_INLINE_POLICIES) {
    throw iamError.limitExceeded(
      `Maximum policy size of ${LARGEST_INLINE_POLICIES} bytes exceeded for role ${role.name}`,
    );
  }
}

export function checkAttachedCount(attached: readonly string[]): void {
  if (attached.length > MOST_ATTACHED) {
    throw iamError.limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MOST_ATTACHED}`);
  }
}

/** The name of a managed policy, which is the last part of its ARN. */
export function attachedName(engine: IamEngine, arn: string): string {
  if (isAwsManaged(arn)) return arn.split('/').at(-1) ?? arn;
  return engine.policies.get(arn)?.name ?? arn;
}
