import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { parse } from '../../shared/parse.ts';
import type { OutboxEvent } from '../domain.ts';

/** An event together with the item that it comes from. */
export interface OutboxRecord extends OutboxEvent {
  key: ItemKey;
}

/** An event that can be published, with the attributes of its message. */
export interface RelayedEvent extends OutboxRecord {
  attributes: ReadonlyMap<string, string>;
}

const text = z.looseObject({ S: z.string().min(1) });

/** What the relay needs of an outbox item; orders may keep more in it. */
const streamRecord = z.looseObject({
  SequenceNumber: z.string(),
  Keys: z.looseObject({ pk: text, sk: text }),
  NewImage: z.looseObject({ orderId: text, eventId: text, event: text }),
});

/** @throws ShopError `malformed-event` when the new item is not one of an outbox */
export function readOutboxRecord({ dynamodb }: DynamoDBRecord): OutboxRecord {
  const { SequenceNumber, Keys, NewImage } = parse(streamRecord, dynamodb, 'malformed-event');
  return {
    sequenceNumber: SequenceNumber,
    key: { pk: Keys.pk.S, sk: Keys.sk.S },
    group: NewImage.orderId.S,
    eventId: NewImage.eventId.S,
    body: NewImage.event.S,
  };
}
