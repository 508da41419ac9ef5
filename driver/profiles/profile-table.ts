import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { profileKey } from '../../schemas/items/profile-item.ts';
import type { DriverContext } from '../context.ts';
import { ProfileItem } from './profile-item.ts';

/** Profile items in the shared table, read and written directly rather than through a service. */
export interface ProfileTable {
  /** Writes a profile with version 1, whatever was there. Attributes that no release knows are kept as given. */
  create(
    profile: Pick<ProfileItem, 'userId' | 'name' | 'age' | 'email'> & Record<string, unknown>,
  ): Promise<void>;
  /** Strongly consistent. @throws {ZodError} when there is no such item */
  read(userId: string): Promise<ProfileItem>;
  /** Replaces the whole item. */
  put(item: ProfileItem): Promise<void>;
  /** Sets these attributes and increments the version. False when the item does not have the expected version. */
  update(userId: string, set: Record<string, unknown>, expectedVersion: number): Promise<boolean>;
}

export function profileTable({ aws, system }: Pick<DriverContext, 'aws' | 'system'>): ProfileTable {
  const TableName = system.tables.shared;
  const put = async (item: ProfileItem) => {
    await aws.documents.send(new PutCommand({ TableName, Item: item }));
  };
  return {
    create: (profile) => put({ ...profileKey(profile.userId), type: 'profile', version: 1, ...profile }),
    async read(userId) {
      const Key = profileKey(userId);
      const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return ProfileItem.parse(Item);
    },
    put,
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
