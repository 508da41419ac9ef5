import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkResource } from '../check-resource.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { dynamoDbError } from '../errors.ts';
import { tableOrStream } from '../resource-arns.ts';

export const getResourcePolicy = operation('dynamodb', 'GetResourcePolicy', {
  resource: tableOrStream,
  input: z.object({ ResourceArn: z.string().min(1).max(1283) }),
  async run(dynamoDb: DynamoDb, input) {
    await checkResource(dynamoDb, input.ResourceArn);
    const found = dynamoDb.policies.get(input.ResourceArn);
    if (found === undefined) throw dynamoDbError.policyNotFound(input.ResourceArn);
    return { Policy: found.policy, RevisionId: found.revision };
  },
});
