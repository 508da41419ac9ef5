import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { checkRevision } from '../functions/lookup.ts';
import { existingPolicy, policyTarget } from '../functions/policy.ts';
import { functionArn, functionName, parseReference, policyQualifier } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const removePermission = operation('lambda', 'RemovePermission', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    Qualifier: policyQualifier.optional(),
    StatementId: z.string().min(1).max(100),
    RevisionId: z.string().optional(),
  }),
  run(engine: LambdaEngine, input) {
    const { name } = parseReference(engine.context, input.FunctionName);
    if (!engine.functions.has(name)) {
      throw lambdaError.notFound(`No policy found for: ${functionArn(engine.context, name)}`);
    }
    const target = policyTarget(engine, input.FunctionName, input.Qualifier);
    const policy = existingPolicy(target);
    checkRevision(input.RevisionId, policy.revisionId, 'GetPolicy');
    const left = policy.statements.filter((statement) => statement.Sid !== input.StatementId);
    if (left.length === policy.statements.length) {
      throw lambdaError.notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    target.save(left);
    return {};
  },
});
