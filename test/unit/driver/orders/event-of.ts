import type { Order } from '../../../../driver/orders/order.ts';
import { withTotal } from '../../../../lambdas/orders/domain.ts';
import { newOrder, toRecord } from '../../../../lambdas/orders/v1/order.ts';
import { writeEvent } from '../../../../lambdas/shared/events.ts';

/** An event as the shop writes it. */
export function eventOf(order: Order, overrides: Partial<Parameters<typeof writeEvent>[0]> = {}): string {
  return writeEvent({
    id: `${order.orderId}-placed`,
    source: '/shop/orders',
    type: 'shop.order.placed',
    subject: order.orderId,
    time: new Date(order.placedAt),
    dataschema: 'urn:shop:schemas:order:v1',
    data: toRecord(withTotal(newOrder.parse(order))),
    ...overrides,
  });
}
