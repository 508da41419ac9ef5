import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import {
  CRASH_POINTS,
  type CrashPoint,
  DELIVERY_SEMANTICS,
  type DeliveryMessage,
} from '../../schemas/events/delivery-message.ts';
import { ShopError } from '../shared/errors.ts';
import { parse } from '../shared/parse.ts';

/** A message as a consumer has it: its body, and what SQS says about this receive. */
export interface ReceivedDelivery extends DeliveryMessage {
  /** The name of the log that its effect goes to. */
  log: string;
  /** SQS's id of the message: a message that is sent twice has two. */
  copy: string;
  receiptHandle: string;
  receiveCount: number;
}

/** Where in a log an effect goes. */
export interface PlannedEffect {
  delivery: ReceivedDelivery;
  offset: number;
}

const MAX_WORK_MS = 1500;
const name = z
  .string()
  .regex(/^[\w.-]{1,100}$/, 'must be 1 to 100 letters, digits, dots, hyphens or underscores');

const deliveryMessage = z.looseObject({
  id: name,
  run: name,
  group: name,
  sequence: z.int().min(0),
  consumers: z.array(z.enum(DELIVERY_SEMANTICS)),
  fault: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('crash'), at: z.enum(CRASH_POINTS) }),
      z.object({ kind: z.literal('visibility-timeout'), workMs: z.int().min(0).max(MAX_WORK_MS) }),
    ])
    .optional(),
});

/**
 * @param logOf the log of a run
 * @throws ShopError `malformed-event`
 */
export function readDelivery(record: SQSRecord, logOf: (run: string) => string): ReceivedDelivery {
  const { fault, ...body } = parse(deliveryMessage, readJson(record.body), 'malformed-event');
  return {
    ...body,
    ...(fault && { fault }),
    log: logOf(body.run),
    copy: record.messageId,
    receiptHandle: record.receiptHandle,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not the parser's own error: it quotes the message.
    throw new ShopError('malformed-event', 'the message is not JSON');
  }
}

/** The partition of a log that a message belongs to. */
export function partitionOf({ log, group }: Pick<ReceivedDelivery, 'log' | 'group'>): string {
  return JSON.stringify([log, group]);
}

/** Gives each message the next offset of its partition, in the order of the batch. */
export function planEffects(
  batch: readonly ReceivedDelivery[],
  heads: ReadonlyMap<string, number>,
): { effects: PlannedEffect[]; next: ReadonlyMap<string, number> } {
  const next = new Map<string, number>();
  const effects = batch.map((delivery) => {
    const partition = partitionOf(delivery);
    const offset = next.get(partition) ?? heads.get(partition) ?? 0;
    next.set(partition, offset + 1);
    return { delivery, offset };
  });
  return { effects, next };
}

/** The batch without further copies of a message that is in it already. */
export function withoutCopies(batch: readonly ReceivedDelivery[]): ReceivedDelivery[] {
  const seen = new Set<string>();
  return batch.filter(({ log, id }) => {
    const message = JSON.stringify([log, id]);
    return !seen.has(message) && seen.add(message);
  });
}

/** The messages of a batch that crash the consumer at this point, if they have not done so before. */
export function crashersAt(batch: readonly ReceivedDelivery[], point: CrashPoint): ReceivedDelivery[] {
  return batch.filter(({ fault }) => fault?.kind === 'crash' && fault.at === point);
}

/** The longest work that a batch does after its visibility timeout, in milliseconds; undefined without such a message. */
export function outlastingWorkMs(batch: readonly ReceivedDelivery[]): number | undefined {
  const works = batch.flatMap(({ fault }) => (fault?.kind === 'visibility-timeout' ? [fault.workMs] : []));
  return works.length === 0 ? undefined : Math.max(...works);
}
