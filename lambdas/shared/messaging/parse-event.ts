import { CloudEvent } from 'cloudevents';
import * as z from 'zod';
import { ShopError } from '../errors.ts';
import { parse } from '../parse.ts';
import { textFault } from '../text-fault.ts';

/**
 * A String as CloudEvents has it: without control characters, noncharacters and lone surrogates, which no UTF-8 and no key of
 * DynamoDB can carry.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#type-system
 */
export const eventText = z
  .string()
  .min(1)
  .refine((text) => textFault(text) === undefined, {
    error: 'must not have control characters, noncharacters or lone surrogates',
  });

/**
 * The attributes and data of a CloudEvent 1.0 in its JSON format.
 *
 * @throws ShopError `malformed-event`, which does not quote the event
 */
export function parseEvent<T extends object>(envelope: z.ZodType<T>, text: string): T {
  const event = parse(envelope, readJson(text), 'malformed-event');
  checkByTheStandard(event);
  return event;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not the parser's own error: it quotes the event.
    throw new ShopError('malformed-event', 'the message is not valid JSON');
  }
}

/** Without its data, which the SDK would decode into a Uint32Array (sdk-javascript issue 643). */
function checkByTheStandard(event: object): void {
  const attributes = Object.entries(event).filter(([name]) => name !== 'data' && name !== 'data_base64');
  try {
    new CloudEvent(Object.fromEntries(attributes));
  } catch {
    // Not the SDK's own error: it may quote an attribute.
    throw new ShopError('malformed-event', 'the message is not a CloudEvent 1.0');
  }
}
