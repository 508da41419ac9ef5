import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { evaluate, type PolicyStatement } from '../../core/policy/evaluate.ts';
import { policyStatements } from '../../core/policy/policy-statements.ts';

/** How long a permission that was found is relied on; AWS takes a moment to notice a change too. */
const TRUSTED_MS = 1000;

const PRINCIPAL = 'apigateway.amazonaws.com';

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
    const decision = evaluate(statements, {
      action: 'lambda:InvokeFunction',
      resource: functionArn,
      principal: { type: 'service', service: PRINCIPAL },
      conditionKeys: { 'aws:sourcearn': sourceArn, 'aws:sourceaccount': accountId },
    });
    const allowed = decision === 'allow';
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
async function statementsOf(
  call: EndpointContext['call'],
  functionArn: string,
): Promise<readonly PolicyStatement[]> {
  try {
    const { Policy } = await call('lambda', 'GetPolicy', { FunctionName: functionArn });
    return policyStatements(Policy ?? '{}');
  } catch (error) {
    // No policy, no such function, or no ARN at all where a stage variable is missing: nothing is allowed.
    if (error instanceof AwsError && error.status < 500) return [];
    throw error;
  }
}
