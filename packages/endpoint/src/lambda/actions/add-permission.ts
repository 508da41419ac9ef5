import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import type { PolicyStatement } from '../functions/function-record.ts';
import { checkRevision } from '../functions/lookup.ts';
import { policyDocument, policyTarget } from '../functions/policy.ts';
import { readPrincipal } from '../functions/principal.ts';
import { functionName, policyQualifier } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 20 KB of policy. */
const MAX_POLICY_BYTES = 20_480;

export const addPermission = operation('lambda', 'AddPermission', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    Qualifier: policyQualifier.optional(),
    StatementId: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[a-zA-Z0-9-_]+$/),
    Action: z.string().regex(/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/, 'must be an action of Lambda'),
    Principal: z.string().regex(/^[^\s]+$/),
    SourceArn: z.string().optional(),
    SourceAccount: z
      .string()
      .regex(/^\d{12}$/)
      .optional(),
    PrincipalOrgID: z.string().optional(),
    EventSourceToken: z.string().max(256).optional(),
    FunctionUrlAuthType: z.enum(['NONE', 'AWS_IAM']).optional(),
    InvokedViaFunctionUrl: flag.optional(),
    RevisionId: z.string().optional(),
  }),
  async run(engine: LambdaEngine, input) {
    const { FunctionName, Qualifier } = input;
    policyTarget(engine, FunctionName, Qualifier);
    if (input.FunctionUrlAuthType !== undefined && input.Action !== 'lambda:InvokeFunctionUrl') {
      throw lambdaError.invalidParameter(
        'FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action',
      );
    }
    const principal = await readPrincipal(engine.context, input.Principal);
    // Read after the principal was looked up: another request may have changed the policy in the meantime.
    const { arn, policy, save } = policyTarget(engine, FunctionName, Qualifier);
    checkRevision(input.RevisionId, policy?.revisionId ?? '', 'GetPolicy');
    if (policy?.statements.some((statement) => statement.Sid === input.StatementId)) {
      throw lambdaError.conflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const condition = conditionOf(input);
    const statement: PolicyStatement = {
      Sid: input.StatementId,
      Effect: 'Allow',
      Principal: principal,
      Action: input.Action,
      Resource: arn,
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    };
    const statements = [...(policy?.statements ?? []), statement];
    if (policyDocument(statements).length > MAX_POLICY_BYTES) throw lambdaError.policyTooLong();
    save(statements);
    return { Statement: JSON.stringify(statement) };
  },
});

function conditionOf(input: {
  SourceArn?: string | undefined;
  SourceAccount?: string | undefined;
  PrincipalOrgID?: string | undefined;
  EventSourceToken?: string | undefined;
  FunctionUrlAuthType?: string | undefined;
  InvokedViaFunctionUrl?: boolean | undefined;
}): Record<string, Record<string, string>> {
  const equal = {
    ...(input.SourceAccount && { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.PrincipalOrgID && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.EventSourceToken && { 'lambda:EventSourceToken': input.EventSourceToken }),
    ...(input.FunctionUrlAuthType && { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
  };
  return {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) },
    }),
    ...(input.SourceArn && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
}
