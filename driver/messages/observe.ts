import { DEAD_LETTER_CAUSES } from '../../schemas/events/dead-letter.ts';
import type { DriverContext } from '../context.ts';
import type { DecodedEvent } from '../journal/decode-event.ts';
import type { ConsumerName } from '../system.ts';
import type { ConsumerContract } from './contracts.ts';
import { invokeConsumer } from './invoke-consumer.ts';
import { itemOf } from './item-of.ts';
import { type Outcome, PROCESSED } from './outcome.ts';
import type { ProducedEvent } from './produce-event.ts';
import { takeParked } from './take-parked.ts';

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system'>;

interface Observed {
  consumer: ConsumerName;
  /** The Lambda version that gets the event. */
  version: string;
  contract: ConsumerContract | undefined;
  event: ProducedEvent;
  /** The event decoded with the schema that it was written with. */
  decoded: DecodedEvent;
}

/** What one version of a consumer does with an event that is new to it. */
export async function observeEvent(context: Context, observed: Observed): Promise<Outcome> {
  const { consumer, version, event } = observed;
  const messageId = `${event.eventId}.${consumer}.${version}`;
  const { functionName } = context.system.consumers[consumer];
  const message = { messageId, group: event.orderId, body: event.body };
  const { failed } = await invokeConsumer(context, functionName, version, [message]);
  if (failed.length > 0) return { kind: 'failed' };

  const item = await itemOf(context, consumer, event);
  if (item !== undefined) return compareStored(observed, item);
  const [letter] = await takeParked(context, consumer, (each) => each.failedMessageId === messageId);
  const cause = DEAD_LETTER_CAUSES.find((known) => known === letter?.cause);
  return cause === undefined ? { kind: 'lost' } : { kind: 'parked', cause };
}

function compareStored({ contract, decoded }: Observed, item: Readonly<Record<string, unknown>>): Outcome {
  if (contract === undefined) return PROCESSED;
  const sent = new Map(Object.entries(decoded.data ?? {}));
  const stored = Object.entries(contract.stores).map(
    ([field, attribute]) => [field, item[attribute]] as const,
  );
  return {
    kind: 'processed',
    defaults: stored
      .filter(([field, value]) => value !== undefined && !sent.has(field))
      .map(([field]) => field),
    misread: stored
      .filter(([field, value]) => sent.has(field) && !isSame(sent.get(field), value))
      .map(([field]) => field),
  };
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Tables and schemas write the same number, and the same symbol, in different ways. */
function isSame(sent: unknown, stored: unknown): boolean {
  const [one, other] = [String(sent).toLowerCase(), String(stored).toLowerCase()];
  return one === other || (NUMBER.test(one) && NUMBER.test(other) && Number(one) === Number(other));
}
