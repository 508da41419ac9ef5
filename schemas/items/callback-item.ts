import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, TEXT } from './item-layout.ts';

export function callbackKey(callbackId: string): ItemKey {
  return { pk: `CALLBACK#${callbackId}`, sk: 'CALLBACK' };
}

/** The id under which the end of a payment is reported, in every delivery. */
export function paymentCallbackId(paymentId: string): string {
  return `payment-${paymentId}`;
}

/** A callback that arrived. */
export const CALLBACK_ITEM: ItemLayout = {
  table: 'callbacks',
  name: 'callback',
  owners: ['callbacks'],
  exampleKey: callbackKey('<callbackId>'),
  attributes: {
    type: TEXT,
    callbackId: TEXT,
    paymentId: TEXT,
    status: TEXT,
    // 1 where the first delivery arrived.
    attempt: NUMBER,
    // ISO 8601 in UTC, both.
    sentAt: TEXT,
    receivedAt: TEXT,
  },
};
