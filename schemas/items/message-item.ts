import type { ItemKey } from './item-key.ts';
import { type ItemLayout, optional, TEXT } from './item-layout.ts';

export function messageKey(orderId: string, eventId: string): ItemKey {
  return { pk: `ORDER#${orderId}`, sk: `MESSAGE#${eventId}` };
}

/** An email that was sent. */
export const MESSAGE_ITEM: ItemLayout = {
  table: 'email',
  name: 'message',
  owners: ['email'],
  exampleKey: messageKey('<orderId>', '<eventId>'),
  attributes: {
    type: TEXT,
    orderId: TEXT,
    // The customer's id, or `guest`.
    to: TEXT,
    subject: TEXT,
    total: TEXT,
    // Of the total, ISO 4217. Since release v2.
    currency: optional(TEXT),
  },
};
