import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { assessmentKey } from '../../../schemas/items/assessment-item.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import type { Fields } from './programs.ts';

/**
 * The items of fraud. Release v1.1 writes `decision`. Release v2 writes `decision` for v1.1 to read, and `outcome`, which
 * can also be `decline`. When no v1.1 is live, the owner may remove `decision`.
 */
export interface AssessmentTable {
  /** The rename, in every item: afterwards there is `outcome` and no `decision`. */
  rename(assessmentId: string): Promise<void>;
  /** Both attributes again. */
  putBack(assessmentId: string, decision: string): Promise<void>;
  /** As a program reads it that was written for the items of v1.1. */
  read(assessmentId: string): Promise<Fields>;
  /** As the same program reads it after it was changed and deployed. */
  readRenamed(assessmentId: string): Promise<Fields>;
}

export function assessmentTable({ aws, system }: Pick<ScenarioContext, 'aws' | 'system'>): AssessmentTable {
  const TableName = system.tables.fraud;
  const item = async (assessmentId: string): Promise<Record<string, unknown>> => {
    const Key = assessmentKey(assessmentId);
    const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item ?? {};
  };
  return {
    async rename(assessmentId) {
      await aws.documents.send(
        new UpdateCommand({
          TableName,
          Key: assessmentKey(assessmentId),
          UpdateExpression: 'SET outcome = if_not_exists(outcome, decision) REMOVE decision',
          ConditionExpression: 'attribute_exists(decision)',
        }),
      );
    },
    async putBack(assessmentId, decision) {
      await aws.documents.send(
        new UpdateCommand({
          TableName,
          Key: assessmentKey(assessmentId),
          UpdateExpression: 'SET decision = :decision',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':decision': decision },
        }),
      );
    },
    async read(assessmentId) {
      const { assessmentId: id, decision, score } = await item(assessmentId);
      return { assessmentId: id, decision, score };
    },
    async readRenamed(assessmentId) {
      const { assessmentId: id, outcome, score } = await item(assessmentId);
      return { assessmentId: id, decision: outcome === 'decline' ? 'review' : outcome, score };
    },
  };
}
