import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { profileKey } from '../../../schemas/items/profile-item.ts';
import { profileViewKey } from '../../../schemas/items/scenario-items.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** The owner of the profiles, who renames an attribute of them, and those who read what it owns. */
export interface Owner {
  create(userId: string): Promise<void>;
  /** Expand: both names are there. */
  addNewName(userId: string): Promise<void>;
  /** Contract: only the new one is. */
  removeOldName(userId: string): Promise<void>;
  /** As another application reads that looks into the table itself, and takes what it finds. */
  nameInTable(userId: string): Promise<unknown>;
  /** As one reads that keeps to what the owner has published. */
  nameInView(userId: string): Promise<unknown>;
}

export const NAME = 'Ada Lovelace';

export function owner({ aws, system }: Pick<ScenarioContext, 'aws' | 'system'>): Owner {
  const TableName = system.tables.shared;
  const read = async (Key: ItemKey): Promise<Record<string, unknown>> => {
    const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item ?? {};
  };
  const viewItem = async (userId: string) => {
    const { fullName, name } = await read(profileKey(userId));
    return { ...profileViewKey(userId), type: 'profile-view', userId, name: fullName ?? name };
  };
  return {
    async create(userId) {
      const profile = { ...profileKey(userId), type: 'profile', userId, name: NAME, age: 36, version: 1 };
      await aws.documents.send(new PutCommand({ TableName, Item: profile }));
      await aws.documents.send(new PutCommand({ TableName, Item: await viewItem(userId) }));
    },
    async addNewName(userId) {
      await aws.documents.send(
        new UpdateCommand({
          TableName,
          Key: profileKey(userId),
          UpdateExpression: 'SET fullName = #name ADD version :one',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: { ':one': 1 },
        }),
      );
    },
    async removeOldName(userId) {
      // The view is written with the row, so that at no moment it says something else.
      await aws.documents.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName,
                Key: profileKey(userId),
                UpdateExpression: 'REMOVE #name ADD version :one',
                ExpressionAttributeNames: { '#name': 'name' },
                ExpressionAttributeValues: { ':one': 1 },
              },
            },
            { Put: { TableName, Item: await viewItem(userId) } },
          ],
        }),
      );
    },
    nameInTable: async (userId) => (await read(profileKey(userId)))['name'],
    nameInView: async (userId) => (await read(profileViewKey(userId)))['name'],
  };
}
