import { BatchGetCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { projectedOrderKey } from '../../schemas/items/analytics-items.ts';
import type { ItemKey } from '../../schemas/items/item-key.ts';
import { dedupeKey } from '../../schemas/items/journal-items.ts';
import { messageKey } from '../../schemas/items/message-item.ts';
import type { DriverContext } from '../context.ts';
import type { ConsumerName } from '../system.ts';
import type { EventHead } from './dead-letter.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;
type Identity = Pick<EventHead, 'id' | 'subject'>;

/** The item that a consumer keeps of an event that it has processed. The subject of an event is its order. */
export const EFFECT_KEYS: Readonly<Record<ConsumerName, (event: Identity) => ItemKey>> = {
  analytics: ({ subject }) => projectedOrderKey(subject),
  email: ({ id, subject }) => messageKey(subject, id),
  journal: ({ id }) => dedupeKey(id),
};

/** BatchGetItem takes at most 100 keys. */
const BATCH = 100;

/** Whether a consumer has processed an event. */
export async function hasEffect(
  { aws, system, signal }: Context,
  consumer: ConsumerName,
  event: Identity,
): Promise<boolean> {
  const { Item } = await aws.documents.send(
    new GetCommand({
      TableName: system.tables[consumer],
      Key: EFFECT_KEYS[consumer](event),
      ConsistentRead: true,
    }),
    { abortSignal: signal },
  );
  return Item !== undefined;
}

/** Ids of those events that a consumer has processed. */
export async function processedEvents(
  { aws, system, signal }: Context,
  consumer: ConsumerName,
  events: readonly Identity[],
): Promise<Set<string>> {
  const table = system.tables[consumer];
  const keyOf = EFFECT_KEYS[consumer];
  // BatchGetItem refuses duplicate keys.
  const keys = [...new Map(events.map((event) => [textOf(keyOf(event)), keyOf(event)])).values()];
  const found = new Set<string>();
  for (let start = 0; start < keys.length; start += BATCH) {
    const Keys = keys.slice(start, start + BATCH);
    const { Responses } = await aws.documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      { abortSignal: signal },
    );
    // What AWS leaves unprocessed counts as not yet there; callers ask again.
    for (const item of Responses?.[table] ?? []) {
      found.add(textOf({ pk: String(item['pk']), sk: String(item['sk']) }));
    }
  }
  return new Set(events.filter((event) => found.has(textOf(keyOf(event)))).map(({ id }) => id));
}

function textOf({ pk, sk }: ItemKey): string {
  return JSON.stringify([pk, sk]);
}
