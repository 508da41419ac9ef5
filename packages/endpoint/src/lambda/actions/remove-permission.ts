import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { notFound } from '../errors.ts';
import { checkRevision, resolve } from '../functions/lookup.ts';
import { functionName, qualifier } from '../input/function-reference.ts';

export const removePermission = operation<'lambda', 'RemovePermission'>()({
  input: z.object({
    FunctionName: functionName,
    Qualifier: qualifier.optional(),
    StatementId: z.string().min(1).max(100),
    RevisionId: z.string().optional(),
  }),
  run(engine: LambdaEngine, input) {
    const { record, qualifier: given } = resolve(engine, input.FunctionName, input.Qualifier);
    const policy = record.policies[given ?? ''];
    if (policy === undefined) throw notFound('No policy is associated with the given resource.');
    checkRevision(input.RevisionId, policy.revisionId);
    const left = policy.statements.filter((statement) => statement.Sid !== input.StatementId);
    if (left.length === policy.statements.length) {
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    if (left.length === 0) delete record.policies[given ?? ''];
    else record.policies[given ?? ''] = { statements: left, revisionId: engine.context.newId() };
    engine.functions.set(record.name, record);
    return {};
  },
});
