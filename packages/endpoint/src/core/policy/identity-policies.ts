import type { PolicyStatement } from './evaluate.ts';

/** Statements of the policies that decide what a session may do. */
export interface IdentityPolicies {
  /** All policies of its role. */
  role: readonly PolicyStatement[];
  /** The permissions boundary of the role; undefined if it has none. */
  boundary: readonly PolicyStatement[] | undefined;
  /** What the session was narrowed down to; undefined if it was not. */
  session: readonly PolicyStatement[] | undefined;
}

/** The policies of a role and of one of its sessions; undefined if there is no such role. */
export type ReadIdentityPolicies = (
  roleArn: string,
  session: { policy: string | undefined; policyArns: readonly string[] },
) => Promise<IdentityPolicies | undefined>;
