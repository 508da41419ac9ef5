import type { Principal } from '../calls/principal.ts';
import { matchesWildcards } from '../wildcard.ts';
import { type ConditionKeys, conditionHolds } from './conditions.ts';

/** A statement as a policy has it; members are checked where they are read. */
export type PolicyStatement = Readonly<Record<string, unknown>>;

export interface PolicyRequest {
  /** Such as `sqs:SendMessage`. */
  action: string;
  resource: string;
  principal: Principal;
  conditionKeys: ConditionKeys;
}

/** `none`: no statement applies, which denies unless another policy allows. */
export type Decision = 'allow' | 'deny' | 'none';

/**
 * Evaluates the statements of one policy: an applicable Deny wins over any Allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(statements: readonly PolicyStatement[], request: PolicyRequest): Decision {
  const effects = new Set(
    statements.filter((statement) => applies(statement, request)).map((statement) => statement['Effect']),
  );
  if (effects.has('Deny')) return 'deny';
  return effects.has('Allow') ? 'allow' : 'none';
}

function applies(statement: PolicyStatement, request: PolicyRequest): boolean {
  const { action, resource, principal, conditionKeys } = request;
  return (
    names(statement, 'Action', (pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())) &&
    names(statement, 'Resource', (pattern) => matchesWildcards(pattern, resource)) &&
    namesPrincipal(statement['Principal'], principal) &&
    (statement['NotPrincipal'] === undefined || !namesPrincipal(statement['NotPrincipal'], principal)) &&
    conditionHolds(statement['Condition'], conditionKeys)
  );
}

/** Whether the element matches; `NotAction` and `NotResource` match everything else. */
function names(
  statement: PolicyStatement,
  element: 'Action' | 'Resource',
  matches: (pattern: string) => boolean,
): boolean {
  const excluded = statement[`Not${element}`];
  if (excluded !== undefined) return !list(excluded).some(matches);
  return list(statement[element]).some(matches);
}

/** Policies of roles have no principal: they apply to the role that has them. */
function namesPrincipal(element: unknown, principal: Principal): boolean {
  if (element === undefined || element === '*') return true;
  if (typeof element !== 'object' || element === null) return false;
  return Object.entries(element).some(([kind, values]) =>
    list(values).some((value) => value === '*' || isNamed(kind, value, principal)),
  );
}

function isNamed(kind: string, value: string, principal: Principal): boolean {
  switch (principal.type) {
    case 'service':
      return kind === 'Service' && value === principal.service;
    case 'role':
      return kind === 'AWS' && [principal.arn, principal.roleArn, accountOf(principal.arn)].includes(value);
    case 'account':
      return kind === 'AWS' && [principal.arn, accountOf(principal.arn)].includes(value);
    case 'anonymous':
      return false;
  }
}

function accountOf(arn: string): string | undefined {
  return arn.split(':')[4];
}

function list(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}
