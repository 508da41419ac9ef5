import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DriverContext } from '../context.ts';
import { ProfileItem, profileKey } from './profile-item.ts';

/** Profiles in the shared table as a program sees them that has a client of its own, step by step. */
export interface ProfileTable {
  /** Strongly consistent. @throws when there is none */
  read(userId: string): Promise<ProfileItem>;
  /** The whole item, over whatever is there. */
  put(item: ProfileItem): Promise<void>;
  /** Only these attributes, and a version more; false when the item has another version than expected. */
  update(userId: string, set: Record<string, unknown>, expectedVersion: number): Promise<boolean>;
}

export function profileTable({ aws, system }: Pick<DriverContext, 'aws' | 'system'>): ProfileTable {
  const TableName = system.tables.shared;
  return {
    async read(userId) {
      const Key = profileKey(userId);
      const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return ProfileItem.parse(Item);
    },
    async put(item) {
      await aws.documents.send(new PutCommand({ TableName, Item: item }));
    },
    async update(userId, set, expectedVersion) {
      const changes = Object.entries({ ...set, version: expectedVersion + 1 });
      try {
        await aws.documents.send(
          new UpdateCommand({
            TableName,
            Key: profileKey(userId),
            UpdateExpression: `SET ${changes.map((_, index) => `#a${index} = :v${index}`).join(', ')}`,
            ConditionExpression: 'version = :expected',
            ExpressionAttributeNames: Object.fromEntries(
              changes.map(([name], index) => [`#a${index}`, name]),
            ),
            ExpressionAttributeValues: {
              ':expected': expectedVersion,
              ...Object.fromEntries(changes.map(([, value], index) => [`:v${index}`, value])),
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
