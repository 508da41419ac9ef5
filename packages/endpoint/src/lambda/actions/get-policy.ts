import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { resolve } from '../functions/lookup.ts';
import { policyDocument } from '../functions/policy.ts';
import { functionName, qualifier } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const getPolicy = operation('lambda', 'GetPolicy', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName, Qualifier: qualifier.optional() }),
  run(engine: LambdaEngine, input) {
    const { record, qualifier: given } = resolve(engine, input.FunctionName, input.Qualifier);
    const policy = own(record.policies, given ?? '');
    if (policy === undefined) throw lambdaError.notFound('The resource you requested does not exist.');
    return { Policy: policyDocument(policy.statements), RevisionId: policy.revisionId };
  },
});
