/** The text of an email to a customer. No clock, no network. */

// Frozen releases import the keys from here.
export { messageKey } from '../../schemas/items/message-item.ts';

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
