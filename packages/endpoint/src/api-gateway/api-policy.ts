import { z } from 'zod';
import { parseBoundedJson } from '../core/bounded-json.ts';
import { record } from '../core/input.ts';
import { isKnownOperator } from '../core/policy/conditions.ts';
import type { PolicyStatement } from '../core/policy/evaluate.ts';
import { policyStatements } from '../core/policy/policy-statements.ts';
import { apiGatewayError } from './errors.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_POLICY_BYTES = 8192;

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const statement = z
  .looseObject({
    Effect: z.enum(['Allow', 'Deny']),
    Principal: z.unknown().optional(),
    NotPrincipal: z.unknown().optional(),
    Action: oneOrMore.optional(),
    NotAction: oneOrMore.optional(),
    Resource: oneOrMore.optional(),
    NotResource: oneOrMore.optional(),
    Condition: record(z.unknown()).optional(),
  })
  .refine(
    ({ Principal, NotPrincipal, Action, NotAction, Resource, NotResource }) =>
      (Principal ?? NotPrincipal) !== undefined &&
      (Action ?? NotAction) !== undefined &&
      (Resource ?? NotResource) !== undefined,
  );
const policy = z.object({ Statement: z.union([statement.transform((one) => [one]), z.array(statement)]) });

/** Refuses a policy that is none, and one with conditions that could not be evaluated. */
export function checkApiPolicy(text: string): void {
  const parsed =
    Buffer.byteLength(text, 'utf8') > MAX_POLICY_BYTES ? undefined : policy.safeParse(parseBoundedJson(text));
  if (!parsed?.success) {
    throw apiGatewayError.badRequest(
      'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.',
    );
  }
  const operators = parsed.data.Statement.flatMap(({ Condition = {} }) => Object.keys(Condition));
  const unknown = operators.find((operator) => !isKnownOperator(operator));
  if (unknown !== undefined) {
    throw apiGatewayError.notImplemented(`the condition operator ${unknown} in the policy of an API`);
  }
}

/** The statements of an API's policy; resources may leave out all that is clear from the API. */
export function apiPolicyStatements(
  text: string | undefined,
  /** `arn:aws:execute-api:<region>:<account>:<api>` */
  apiArn: string,
): readonly PolicyStatement[] | undefined {
  if (!text) return undefined;
  return policyStatements(text).map((each) => ({
    ...each,
    ...(each['Resource'] !== undefined && { Resource: expanded(each['Resource'], apiArn) }),
    ...(each['NotResource'] !== undefined && { NotResource: expanded(each['NotResource'], apiArn) }),
  }));
}

function expanded(resources: unknown, apiArn: string): string[] {
  return [resources].flat().map((resource) => String(resource).replace(/^execute-api:(?=\/)/, apiArn));
}
