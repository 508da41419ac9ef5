/** The text of an email to a customer. No clock, no network. */
import type { ItemKey } from '../../schemas/items/item-key.ts';

export interface OrderNews {
  orderId: string;
  kind: 'order' | 'cancellation';
  customerId: string | null;
  /** As people write it. */
  total: string;
}

export interface Message {
  to: string;
  subject: string;
  total: string;
}

export function compose({ orderId, kind, customerId, total }: OrderNews): Message {
  const subject = kind === 'order' ? `Your order ${orderId}` : `Your cancellation ${orderId}`;
  return { to: customerId ?? 'guest', subject, total };
}

export function messageKey(orderId: string, eventId: string): ItemKey {
  return { pk: `ORDER#${orderId}`, sk: `MESSAGE#${eventId}` };
}
