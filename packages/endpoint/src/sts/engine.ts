import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { stsError } from './errors.ts';

export interface Session {
  accessKeyId: string;
  /** What requests are signed with. State that an older endpoint kept has none. */
  secretAccessKey?: string;
  sessionToken?: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  arn: string;
  /** The role's id and the session's name. */
  userId: string;
  roleArn: string;
  expires: Date;
  /** What narrows the session down further than its role: JSON, and ARNs of managed policies. */
  policy: string | undefined;
  policyArns: string[];
  tags: Record<string, string>;
}

export interface StsEngine {
  readonly context: EndpointContext;
  /** Sessions by access key id. */
  readonly sessions: Collection<Session>;
}

/** Who calls: a session that has not expired, or the account's root, for whom all other credentials stand. */
export function caller(
  { context, sessions }: StsEngine,
  accessKeyId: string | undefined,
): { arn: string; userId: string } {
  const session = accessKeyId === undefined ? undefined : sessions.get(accessKeyId);
  if (session === undefined) {
    return { arn: `arn:aws:iam::${context.accountId}:root`, userId: context.accountId };
  }
  if (session.expires.getTime() <= context.clock.now()) throw stsError.expiredToken();
  return session;
}
