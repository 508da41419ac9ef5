import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkResource } from '../check-resource.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { tableOrStream } from '../resource-arns.ts';

export const deleteResourcePolicy = operation('dynamodb', 'DeleteResourcePolicy', {
  resource: tableOrStream,
  input: z.object({ ResourceArn: z.string().min(1).max(1283), ExpectedRevisionId: z.string().optional() }),
  async run(dynamoDb: DynamoDb, input) {
    await checkResource(dynamoDb, input.ResourceArn);
    const { policies } = dynamoDb;
    const found = policies.get(input.ResourceArn);
    const expected = input.ExpectedRevisionId;
    if (expected !== undefined && expected !== found?.revision)
      throw dynamoDbError.policyNotFound(input.ResourceArn);
    policies.delete(input.ResourceArn);
    // Deleting what is not there succeeds: API_DeleteResourcePolicy, "idempotent".
    return found === undefined ? {} : { RevisionId: found.revision };
  },
});
