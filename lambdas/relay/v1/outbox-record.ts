import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { parse } from '../../shared/parse.ts';
import type { OutboxEvent } from '../domain.ts';

const text = z.looseObject({ S: z.string().min(1) });

/** What the relay needs of an outbox item; orders may keep more in it. */
const streamRecord = z.looseObject({
  SequenceNumber: z.string(),
  NewImage: z.looseObject({ orderId: text, eventId: text, event: text }),
});

/** @throws ShopError `malformed-event` when the new item is not one of an outbox */
export function readOutboxRecord({ dynamodb }: DynamoDBRecord): OutboxEvent {
  const { SequenceNumber, NewImage } = parse(streamRecord, dynamodb, 'malformed-event');
  return {
    sequenceNumber: SequenceNumber,
    group: NewImage.orderId.S,
    eventId: NewImage.eventId.S,
    body: NewImage.event.S,
  };
}
