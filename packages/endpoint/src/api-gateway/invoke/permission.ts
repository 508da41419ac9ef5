import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { matchesWildcards } from '../../core/wildcard.ts';

/** How long a permission that was found is relied on; AWS takes a moment to notice a change too. */
const TRUSTED_MS = 1000;

const PRINCIPAL = 'apigateway.amazonaws.com';

type Statement = Readonly<Record<string, unknown>>;

export interface Permissions {
  /**
   * Whether the function's resource policy lets API Gateway invoke it for `sourceArn`
   * (`arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<resource path>`).
   */
  allows(functionArn: string, sourceArn: string): boolean | Promise<boolean>;
}

export function permissions({ call, clock, accountId }: EndpointContext): Permissions {
  const trustedUntil = new Map<string, number>();

  async function look(functionArn: string, sourceArn: string, key: string): Promise<boolean> {
    const statements = await statementsOf(call, functionArn);
    const allowed = statements.some((statement) => allows(statement, sourceArn, accountId));
    if (allowed) trustedUntil.set(key, clock.now() + TRUSTED_MS);
    else trustedUntil.delete(key);
    return allowed;
  }

  return {
    allows(functionArn, sourceArn) {
      const key = `${functionArn} ${sourceArn}`;
      return clock.now() < (trustedUntil.get(key) ?? 0) || look(functionArn, sourceArn, key);
    },
  };
}

/** A qualified ARN (an alias, a version) has a policy of its own; the function's does not count for it. */
async function statementsOf(call: EndpointContext['call'], functionArn: string): Promise<Statement[]> {
  try {
    const { Policy } = await call('lambda', 'GetPolicy', { FunctionName: functionArn });
    const policy: { Statement?: Statement | Statement[] } = JSON.parse(Policy ?? '{}');
    return [policy.Statement ?? []].flat();
  } catch (error) {
    // No policy, no such function, or no ARN at all where a stage variable is missing: nothing is allowed.
    if (error instanceof AwsError && error.status < 500) return [];
    throw error;
  }
}

function allows(statement: Statement, sourceArn: string, accountId: string): boolean {
  if (statement['Effect'] !== 'Allow') return false;
  if (!names(statement['Action']).some((action) => matchesWildcards(action, 'lambda:InvokeFunction')))
    return false;
  const principal = statement['Principal'];
  const services =
    typeof principal === 'object' && principal !== null
      ? Object.values(principal).flatMap(names)
      : names(principal);
  if (!services.includes(PRINCIPAL) && !services.includes('*')) return false;
  const conditions = Object.values((statement['Condition'] ?? {}) as Record<string, Record<string, unknown>>);
  return conditions.flatMap(Object.entries).every(([key, value]) => {
    if (/^aws:SourceArn$/i.test(key))
      return names(value).some((pattern) => matchesWildcards(pattern, sourceArn));
    if (/^aws:SourceAccount$/i.test(key)) return names(value).includes(accountId);
    return false; // A condition on what we do not know is not met.
  });
}

function names(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}
