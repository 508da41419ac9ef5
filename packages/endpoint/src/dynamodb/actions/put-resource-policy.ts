import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkResource } from '../check-resource.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { tableOrStream } from '../resource-arns.ts';

/** Stored and given back, not enforced. */
export const putResourcePolicy = operation('dynamodb', 'PutResourcePolicy', {
  resource: tableOrStream,
  input: z.object({
    ResourceArn: z.string().min(1).max(1283),
    Policy: z.string().min(1),
    ExpectedRevisionId: z.string().optional(),
  }),
  async run(dynamoDb: DynamoDb, input) {
    await checkResource(dynamoDb, input.ResourceArn);
    const { context, policies } = dynamoDb;
    if (!isPolicy(input.Policy))
      throw dynamoDbError.validation('Invalid policy document: it must be a JSON object');
    const expected = input.ExpectedRevisionId;
    const current = policies.get(input.ResourceArn)?.revision ?? 'NO_POLICY';
    if (expected !== undefined && expected !== current) throw dynamoDbError.policyNotFound(input.ResourceArn);
    const revision = String(context.clock.now());
    policies.set(input.ResourceArn, { policy: input.Policy, revision });
    return { RevisionId: revision };
  },
});

function isPolicy(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === 'object' && policy !== null && !Array.isArray(policy);
  } catch {
    return false;
  }
}
