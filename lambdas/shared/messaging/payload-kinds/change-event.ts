import { CloudEvent } from 'cloudevents';
import * as z from 'zod';
import { ShopError } from '../../errors.ts';
import { identifier } from '../../fields.ts';
import { eventText, parseEvent } from '../parse-event.ts';

/** What SNS carries in one message: https://docs.aws.amazon.com/general/latest/gr/sns.html */
const MAX_EVENT_BYTES = 256 * 1024;

/** Which change an event is about, whatever its payload kind. */
export interface Change {
  id: string;
  source: string;
  type: string;
  /** The record that changed. */
  subject: string;
  time: Date;
  /** Of the record after the change: 1 for a new one, and one more with each change. */
  recordVersion: number;
}

/** What an event says of its change: one form for each payload kind. */
export interface Payload {
  datacontenttype: string;
  dataschema?: string;
  /** The version that the change was made to, where the payload needs it. */
  baseversion?: number;
  /** Bytes become base64; anything else must be JSON. */
  data: Buffer | object;
}

export interface ReceivedChange extends Omit<Change, 'time'> {
  datacontenttype: string;
  baseVersion?: number | undefined;
  /** Bytes where the event carries base64. */
  data: unknown;
}

/**
 * CloudEvents 1.0, JSON format. The record's version and the base are extension attributes, so that a consumer can order
 * and refuse events without reading their data.
 *
 * @throws ShopError `payload-too-large` for what SNS does not carry
 */
export function writeChangeEvent({ time, recordVersion, ...change }: Change, payload: Payload): string {
  const event = JSON.stringify(
    new CloudEvent({ ...change, time: time.toISOString(), recordversion: recordVersion, ...payload }),
  );
  if (Buffer.byteLength(event) <= MAX_EVENT_BYTES) return event;
  throw new ShopError('payload-too-large', `the event is larger than ${MAX_EVENT_BYTES} bytes`);
}

/** CloudEvents 1.0, "Type System": an Integer has 32 bits. */
const integer = z.int32();

const envelope = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: eventText,
    source: eventText,
    type: eventText,
    subject: identifier,
    datacontenttype: z.string().min(1),
    recordversion: integer.positive(),
    baseversion: integer.nonnegative().optional(),
    data: z.unknown().optional(),
    data_base64: z.base64().optional(),
  })
  .refine(({ data, data_base64 }) => (data === undefined) !== (data_base64 === undefined), {
    error: 'must have either data or data_base64',
  });

/** @throws ShopError `malformed-event` when the text is not a CloudEvent 1.0 about a version of a record */
export function readChangeEvent(text: string): ReceivedChange {
  const { data, data_base64, ...event } = parseEvent(envelope, text);
  const { id, source, type, subject, datacontenttype, recordversion, baseversion } = event;
  return {
    id,
    source,
    type,
    subject,
    datacontenttype,
    recordVersion: recordversion,
    baseVersion: baseversion,
    data: data_base64 === undefined ? data : Buffer.from(data_base64, 'base64'),
  };
}
