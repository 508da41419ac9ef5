import type { PolicyStatement } from '../core/policy/evaluate.ts';

/**
 * AWS's own policies that say something of calls of deployed APIs. All others can be attached, and allow none here.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const POLICIES: ReadonlyMap<string, readonly PolicyStatement[]> = new Map([
  ['AdministratorAccess', [{ Effect: 'Allow', Action: '*', Resource: '*' }]],
  [
    'PowerUserAccess',
    [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }],
  ],
  [
    'AmazonAPIGatewayInvokeFullAccess',
    [
      {
        Effect: 'Allow',
        Action: ['execute-api:Invoke', 'execute-api:ManageConnections'],
        Resource: 'arn:aws:execute-api:*:*:*',
      },
    ],
  ],
]);

const PREFIX = 'arn:aws:iam::aws:policy/';

export function awsManagedPolicy(arn: string): readonly PolicyStatement[] {
  return (arn.startsWith(PREFIX) ? POLICIES.get(arn.slice(PREFIX.length)) : undefined) ?? [];
}
