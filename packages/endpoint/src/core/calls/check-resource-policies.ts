import type { ServiceName } from '../api.ts';
import { coreError } from '../errors.ts';
import { evaluate, type PolicyStatement } from '../policy/evaluate.ts';
import type { Call, Interceptor } from './call.ts';

/** Reads the statements of a resource's policy; undefined if there is no such resource. */
export type ReadResourcePolicy = (
  service: ServiceName,
  resource: string,
) => Promise<readonly PolicyStatement[] | undefined>;

/** The action that IAM asks for, where it is named differently than the operation. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  'sns:PublishBatch': 'sns:Publish',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};

/**
 * A service that acts for a resource, as a topic sends to a queue, needs the permission of the policy of the resource
 * that it calls. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
 */
export function checkResourcePolicies(readPolicy: ReadResourcePolicy, accountId: string): Interceptor {
  return (next) => async (call) => {
    const { sourceArn } = call;
    // First, because it costs nothing: most calls act for no resource, and then their principal is never computed.
    if (sourceArn === undefined || call.service === 'execute-api') return next(call);
    const { principal } = call;
    if (principal.type !== 'service') return next(call);
    const statements = await readPolicy(call.service, call.resource ?? '');
    // The service says in its own words that there is no such resource.
    if (statements === undefined) return next(call);
    const decision = evaluate(statements, {
      action: actionOf(call),
      resource: call.resource ?? '',
      principal,
      conditionKeys: {
        'aws:sourcearn': sourceArn,
        'aws:sourceaccount': accountId,
        'aws:securetransport': 'true', // Services call each other over TLS.
        'aws:principalisawsservice': 'true',
      },
    });
    if (decision === 'allow') return next(call);
    throw coreError.accessDenied(
      `The resource policy of ${call.resource} does not allow ${principal.service} to perform ${actionOf(call)} for ${sourceArn}.`,
    );
  };
}

function actionOf({ service, operation }: Call): string {
  const name = `${service}:${operation}`;
  return Object.hasOwn(ACTIONS, name) ? (ACTIONS[name] ?? name) : name;
}
