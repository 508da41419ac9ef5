import * as z from 'zod';
import { EVENT_MESSAGE_ATTRIBUTES } from '../../../schemas/events/message-attributes.ts';
import { LARGEST_EVENT, type ReceivedEvent } from '../../shared/events.ts';

const traced = z.looseObject({ traceparent: z.string().regex(/^[0-9a-f]{2}(-[0-9a-f]+){3}$/) });

/**
 * What subscriptions may filter by without reading the event. They count towards what a message may be: an event without
 * room for them goes out without.
 */
export function messageAttributes(
  { type, dataschema }: ReceivedEvent,
  body: string,
): ReadonlyMap<string, string> {
  const { traceparent } = traced.safeParse(JSON.parse(body)).data ?? {};
  const attributes = new Map(
    Object.entries({
      [EVENT_MESSAGE_ATTRIBUTES.type]: type,
      [EVENT_MESSAGE_ATTRIBUTES.schema]: dataschema,
      [EVENT_MESSAGE_ATTRIBUTES.traceparent]: traceparent,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  return Buffer.byteLength(body) + bytesOf(attributes) > LARGEST_EVENT ? new Map() : attributes;
}

/** Name, type and value of each. */
export function bytesOf(attributes: ReadonlyMap<string, string>): number {
  return [...attributes].reduce(
    (sum, [name, value]) => sum + name.length + 'String'.length + Buffer.byteLength(value),
    0,
  );
}
