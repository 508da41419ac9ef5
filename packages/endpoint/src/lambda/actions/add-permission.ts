import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { conflict, policyTooLong } from '../errors.ts';
import type { PolicyRecord, PolicyStatement } from '../functions/function-record.ts';
import { checkRevision, resolve } from '../functions/lookup.ts';
import { policyDocument } from '../functions/policy.ts';
import { functionName, qualifier } from '../input/function-reference.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 20 KB of policy. */
const LARGEST_POLICY_BYTES = 20_480;

export const addPermission = operation<'lambda', 'AddPermission'>()({
  input: z.object({
    FunctionName: functionName,
    Qualifier: qualifier.optional(),
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
    RevisionId: z.string().optional(),
  }),
  run(engine: LambdaEngine, input) {
    const { record, qualifier: given } = resolve(engine, input.FunctionName, input.Qualifier);
    const key = given ?? '';
    const policy: PolicyRecord | undefined = record.policies[key];
    if (input.RevisionId !== undefined) checkRevision(input.RevisionId, policy?.revisionId ?? '');
    if (policy?.statements.some((statement) => statement.Sid === input.StatementId)) {
      throw conflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const condition = conditionOf(input);
    const statement: PolicyStatement = {
      Sid: input.StatementId,
      Effect: 'Allow',
      Principal: principalOf(input.Principal),
      Action: input.Action,
      Resource: given === undefined ? record.arn : `${record.arn}:${given}`,
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    };
    const statements = [...(policy?.statements ?? []), statement];
    if (policyDocument(statements).length > LARGEST_POLICY_BYTES) throw policyTooLong();
    record.policies[key] = { statements, revisionId: engine.context.newId() };
    engine.functions.set(record.name, record);
    return { Statement: JSON.stringify(statement) };
  },
});

function principalOf(principal: string): PolicyStatement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

function conditionOf(input: {
  SourceArn?: string | undefined;
  SourceAccount?: string | undefined;
  PrincipalOrgID?: string | undefined;
  EventSourceToken?: string | undefined;
  FunctionUrlAuthType?: string | undefined;
}): Record<string, Record<string, string>> {
  const equal = {
    ...(input.SourceAccount && { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.PrincipalOrgID && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.EventSourceToken && { 'lambda:EventSourceToken': input.EventSourceToken }),
    ...(input.FunctionUrlAuthType && { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
  };
  return {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(input.SourceArn && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
}
