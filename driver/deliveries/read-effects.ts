import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { CRASH_POINTS } from '../../schemas/events/delivery-message.ts';
import { effectsPartitionKey, injectedFaultsKey } from '../../schemas/items/deliveries-lab-items.ts';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';

type Context = Pick<DriverContext, 'aws' | 'system'>;

/** Numbers come as text (see aws-access.ts). */
const effectItem = z.looseObject({
  type: z.literal('effect'),
  offset: z.coerce.number(),
  messageId: z.string(),
  group: z.string(),
  sequence: z.coerce.number(),
  copy: z.string(),
  receiveCount: z.coerce.number(),
  invocation: z.string(),
});
/** One effect in a log; offsets count within the group. */
export type Effect = z.infer<typeof effectItem>;

const headItem = z.looseObject({ type: z.literal('head'), next: z.coerce.number() });

const injectedFault = z.looseObject({
  type: z.literal('injected'),
  /** The message that named the fault. */
  sk: z.string(),
  kind: z.enum(['crash', 'visibility-timeout']),
  at: z.enum(CRASH_POINTS).optional(),
  /** Ids of the messages in the batch; empty where another fault of the same moment has them. */
  messages: z.array(z.string()),
  invocation: z.string(),
  ended: z.boolean(),
});
/** A fault that happened in the consumer. */
export type InjectedFault = z.infer<typeof injectedFault>;

/** The part of a log that belongs to one group, in the order of offsets. */
export interface GroupLog {
  group: string;
  effects: Effect[];
  /** The next free offset. */
  next: number;
}

/** What a consumer and its channel have left behind in one run. */
export interface EffectsRead {
  groups: GroupLog[];
  faults: InjectedFault[];
}

const READERS = 8;

export async function readEffects(
  context: Context,
  log: string,
  groups: readonly string[],
): Promise<EffectsRead> {
  const read = await concurrently(groups, READERS, async (group): Promise<GroupLog> => {
    const items = await readPartition(context, effectsPartitionKey(log, group));
    const rows = items.map((item) => z.discriminatedUnion('type', [effectItem, headItem]).parse(item));
    const head = rows.find((row) => row.type === 'head');
    return { group, effects: rows.filter((row) => row.type === 'effect'), next: head?.next ?? 0 };
  });
  return { groups: read, faults: await readInjectedFaults(context, log) };
}

export async function readInjectedFaults(context: Context, log: string): Promise<InjectedFault[]> {
  const items = await readPartition(context, injectedFaultsKey(log));
  return items.map((item) => injectedFault.parse(item));
}

async function readPartition(
  { aws, system }: Context,
  partition: string,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client: aws.documents },
    {
      TableName: system.deliveries.table,
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': partition },
      ConsistentRead: true,
    },
  );
  for await (const { Items } of pages) items.push(...(Items ?? []));
  return items;
}
