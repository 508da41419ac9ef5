import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { effectKey, logHeadKey, logPartitionKey } from '../../schemas/items/ordering-items.ts';
import type { DriverContext } from '../context.ts';
import type { Effect } from './lab-message.ts';

type Context = Pick<DriverContext, 'aws' | 'system'>;

/** Numbers come as text (see aws-access.ts). */
const Row = z.object({
  group: z.string(),
  position: z.coerce.number(),
  receives: z.coerce.number(),
  environment: z.string(),
  startedAt: z.coerce.number(),
  endedAt: z.coerce.number(),
});

/** How many effects a log of the ordering lab has by now. */
export async function countEffects({ aws, system }: Context, log: string): Promise<number> {
  const { Item } = await aws.documents.send(
    new GetCommand({ TableName: system.ordering.table, Key: logHeadKey(log), ConsistentRead: true }),
  );
  return Number(Item?.['next'] ?? 0);
}

/** The effects of a log, in the order in which they happened. */
export async function readEffects({ aws, system }: Context, log: string): Promise<Effect[]> {
  const effects: Effect[] = [];
  const pages = paginateQuery(
    { client: aws.documents },
    {
      TableName: system.ordering.table,
      KeyConditionExpression: 'pk = :log AND sk >= :first',
      FilterExpression: '#type = :effect',
      ExpressionAttributeNames: { '#type': 'type' },
      ExpressionAttributeValues: {
        ':log': logPartitionKey(log),
        ':first': effectKey(log, 0).sk,
        ':effect': 'effect',
      },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) effects.push(...Items.map((item) => Row.parse(item)));
  return effects;
}
