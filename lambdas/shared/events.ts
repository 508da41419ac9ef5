import { CloudEvent } from 'cloudevents';
import * as z from 'zod';
import { eventText, parseEvent } from './messaging/parse-event.ts';
import { describeEvent, traceCreation } from './tracing/trace-event.ts';

/** What SNS and SQS carry in one message, and all messages of a batch together. */
export const LARGEST_EVENT = 256 * 1024;

export interface NewEvent {
  /** With the source it says which event this is, however often it is delivered. */
  id: string;
  source: string;
  type: string;
  subject: string;
  time: Date;
  /** Subject and version of the schema of the data. */
  dataschema: string;
  /** Avro, in single-object encoding. */
  data: Buffer;
}

/**
 * CloudEvents 1.0, JSON format (structured mode): neither SNS nor SQS has a binding of its own. While a trace is active, the
 * event carries it in the extension `traceparent`.
 *
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md
 */
export function writeEvent({ data, time, ...attributes }: NewEvent): string {
  const traceparent = traceCreation({ ...attributes, data });
  return JSON.stringify(
    new CloudEvent({
      ...attributes,
      time: time.toISOString(),
      datacontenttype: 'application/avro',
      data,
      ...(traceparent !== undefined && { traceparent }),
    }),
  );
}

/** Ids are in sort keys, which take 1,024 bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_ID_LENGTH = 200;

/** Attributes that we do not know are extensions, which CloudEvents allows: they are left alone. */
const envelope = z.looseObject({
  // The SDK calls an event of an unknown version invalid without throwing, see validateCloudEvent.
  specversion: z.literal('1.0'),
  id: eventText.max(MAX_ID_LENGTH),
  source: eventText,
  type: eventText,
  subject: eventText.max(MAX_ID_LENGTH),
  dataschema: z.string().optional(),
  datacontenttype: z.literal('application/avro'),
  data_base64: z.base64(),
});

export interface ReceivedEvent {
  id: string;
  source: string;
  type: string;
  subject: string;
  dataschema?: string | undefined;
  data: Buffer;
}

/** @throws ShopError `malformed-event` when the text is not a CloudEvent with Avro data */
export function readEvent(text: string): ReceivedEvent {
  const { id, source, type, subject, dataschema, data_base64 } = parseEvent(envelope, text);
  const received = { id, source, type, subject, dataschema, data: Buffer.from(data_base64, 'base64') };
  describeEvent(received);
  return received;
}
