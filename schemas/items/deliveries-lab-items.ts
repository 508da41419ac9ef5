import type { ItemKey } from './item-key.ts';
import { BOOLEAN, type ItemLayout, LIST, NUMBER, optional, TEXT } from './item-layout.ts';

const OFFSET_DIGITS = 12;

/** A log has a partition for each message group. */
export function effectsPartitionKey(log: string, group: string): string {
  return `EFFECTS#${log}#${group}`;
}

export function effectsHeadKey(log: string, group: string): ItemKey {
  return { pk: effectsPartitionKey(log, group), sk: 'HEAD' };
}

const EFFECT_PREFIX = 'EFFECT#';

/** Sort keys have the same length, so that they sort as the offsets do. */
export function effectKey(log: string, group: string, offset: number): ItemKey {
  return {
    pk: effectsPartitionKey(log, group),
    sk: `${EFFECT_PREFIX}${String(offset).padStart(OFFSET_DIGITS, '0')}`,
  };
}

export function processedKey(log: string, messageId: string): ItemKey {
  return { pk: `PROCESSED#${log}#${messageId}`, sk: 'PROCESSED' };
}

export function injectedFaultsKey(log: string): string {
  return `INJECTED#${log}`;
}

export function injectedFaultKey(log: string, messageId: string): ItemKey {
  return { pk: injectedFaultsKey(log), sk: messageId };
}

const base = { table: 'deliveries', owners: ['deliveries'] } as const;
/** The second of the epoch after which DynamoDB deletes the item. */
const expiresAt = NUMBER;

/** One effect of a message, at its offset. Written once, never changed. */
export const EFFECT_ITEM: ItemLayout = {
  ...base,
  name: 'effect',
  exampleKey: effectKey('<log>', '<group>', 42),
  attributes: {
    type: TEXT,
    offset: NUMBER,
    messageId: TEXT,
    group: TEXT,
    sequence: NUMBER,
    // SQS's own id: a message that is sent twice has two.
    copy: TEXT,
    receiveCount: NUMBER,
    // Of Lambda, by its request id.
    invocation: TEXT,
    at: TEXT,
    expiresAt,
  },
};

/** The next free offset of a partition. */
export const EFFECTS_HEAD_ITEM: ItemLayout = {
  ...base,
  name: 'head',
  exampleKey: effectsHeadKey('<log>', '<group>'),
  attributes: { type: TEXT, next: NUMBER, expiresAt },
};

/** Says that a message has had its effect; written in the same transaction. */
export const PROCESSED_ITEM: ItemLayout = {
  ...base,
  name: 'processed',
  exampleKey: processedKey('<log>', '<messageId>'),
  attributes: { type: TEXT, expiresAt },
};

/** A fault that happened, written before it did, with the messages that it met. */
export const INJECTED_FAULT_ITEM: ItemLayout = {
  ...base,
  name: 'injected',
  exampleKey: injectedFaultKey('<log>', '<messageId>'),
  attributes: {
    type: TEXT,
    kind: TEXT,
    // The crash point.
    at: optional(TEXT),
    // Ids of the messages in the batch, one for each copy. Empty where another fault of the batch has them.
    messages: LIST,
    invocation: TEXT,
    // The batch has had its effects, or its process has ended.
    ended: BOOLEAN,
    expiresAt,
  },
};
