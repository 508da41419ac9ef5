import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { policyNotFound } from '../errors.ts';

/** Stored and given back, not enforced. */
export const putResourcePolicy = operation<'dynamodb', 'PutResourcePolicy'>()({
  input: z.object({
    ResourceArn: z.string().min(1).max(1283),
    Policy: z.string().min(1),
    ExpectedRevisionId: z.string().optional(),
  }),
  run({ context, policies }: DynamoDb, input) {
    const expected = input.ExpectedRevisionId;
    const current = policies.get(input.ResourceArn)?.revision ?? 'NO_POLICY';
    if (expected !== undefined && expected !== current) throw policyNotFound(input.ResourceArn);
    const revision = String(context.clock.now());
    policies.set(input.ResourceArn, { policy: input.Policy, revision });
    return { RevisionId: revision };
  },
});
