import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  CONSUMER_GROUPS_KEY,
  checkpointKey,
  consumerGroupKey,
} from '../../schemas/items/consumer-group-items.ts';
import type { DriverContext } from '../context.ts';
import { keptRange, PARTITIONS } from './journal-range.ts';

type Context = Pick<DriverContext, 'aws' | 'system'>;

/** Numbers come as text (see aws-access.ts). */
const Checkpoint = z.looseObject({ next: z.coerce.number() });
const Group = z.looseObject({ group: z.string() });

/** How far a consumer group is behind in one partition. */
export interface PartitionLag {
  partition: number;
  /** The group's checkpoint: the next offset that it reads. Undefined before its first checkpoint. */
  next: number | undefined;
  /** The next free offset. */
  end: number;
  /** Events that the group has not processed: those from its checkpoint on, or all that are kept. */
  lag: number;
}

/** Names of all groups that have a checkpoint. */
export async function listConsumerGroups({ aws, system }: Context): Promise<string[]> {
  const pages = paginateQuery(
    { client: aws.documents },
    {
      TableName: system.tables.journal,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': CONSUMER_GROUPS_KEY },
      ConsistentRead: true,
    },
  );
  const groups: string[] = [];
  for await (const { Items = [] } of pages) groups.push(...Items.map((item) => Group.parse(item).group));
  return groups;
}

export async function readCheckpoint(
  { aws, system }: Context,
  group: string,
  partition: number,
): Promise<number | undefined> {
  const { Item } = await aws.documents.send(
    new GetCommand({
      TableName: system.tables.journal,
      Key: checkpointKey(group, partition),
      ConsistentRead: true,
    }),
  );
  return Item && Checkpoint.parse(Item).next;
}

/**
 * Stores that a group has processed all events of a partition before `next`. A checkpoint never goes back, whichever of
 * two readers of a group stores its own first.
 *
 * @returns false when the checkpoint was there or further already
 */
export async function commitCheckpoint(
  { aws, system }: Context,
  group: string,
  partition: number,
  next: number,
): Promise<boolean> {
  const TableName = system.tables.journal;
  const now = new Date().toISOString();
  try {
    const { Attributes: before } = await aws.documents.send(
      new UpdateCommand({
        TableName,
        Key: checkpointKey(group, partition),
        UpdateExpression:
          'SET #next = :next, updatedAt = :now, #type = :type, #group = :group, #partition = :partition',
        ConditionExpression: 'attribute_not_exists(pk) OR #next < :next',
        ExpressionAttributeNames: {
          ...{ '#next': 'next', '#type': 'type', '#group': 'group', '#partition': 'partition' },
        },
        ExpressionAttributeValues: {
          ...{ ':next': next, ':now': now, ':type': 'checkpoint', ':group': group, ':partition': partition },
        },
        ReturnValues: 'ALL_OLD',
      }),
    );
    // AWS returns no attributes of an item that was not there, other endpoints an empty map.
    if (before?.['next'] === undefined) {
      const Item = { ...consumerGroupKey(group), type: 'group', group, createdAt: now };
      await aws.documents.send(new PutCommand({ TableName, Item }));
    }
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export async function groupLag(context: Context, group: string): Promise<PartitionLag[]> {
  return Promise.all(
    PARTITIONS.map(async (partition) => {
      const next = await readCheckpoint(context, group, partition);
      const { first, next: end } = await keptRange(context, partition);
      return { partition, next, end, lag: end - Math.max(next ?? first, first) };
    }),
  );
}
