import * as z from 'zod';
import { orderShipmentKey } from '../../../schemas/items/order-shipment-item.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import type { Deadline } from '../../shared/resilience/deadline.ts';
import { Table } from '../../shared/table.ts';
import { consignmentOf } from '../domain.ts';
import { orderCarrier } from './carrier.ts';
import { fromRecord } from './order.ts';
import { findOrder, pendingOrders } from './place.ts';

const table = new Table(required('SHARED_TABLE'));
const carrier = orderCarrier({ apiId: required('CARRIER_API_ID'), stage: required('CARRIER_API_STAGE') });

const storedShipment = z.object({
  trackingNumber: z.string(),
  estimatedDelivery: z.string(),
  shippedAt: z.string(),
});
export type Shipment = z.infer<typeof storedShipment>;

/**
 * Hands an order to the carrier, once: the booking is repeated with the same id, and of two requests at a time the first to
 * write decides.
 *
 * @throws ShopError `not-found`, `conflict` when the order does not ship, or `dependency-…`; nothing is stored then
 */
export async function ship(
  orderId: string,
  now: Date,
  deadline: Deadline,
): Promise<{ isNew: boolean; shipment: Shipment }> {
  const known = await findShipment(orderId);
  if (known !== undefined) return { isNew: false, shipment: known };

  const booked = await carrier.book(consignmentOf(await shippable(orderId)), deadline);
  const shipment = { ...booked, shippedAt: now.toISOString() };
  const item = { type: 'order-shipment', orderId, ...shipment };
  const isNew = await table.createItem(orderShipmentKey(orderId), item);
  return { isNew, shipment: isNew ? shipment : ((await findShipment(orderId)) ?? shipment) };
}

export async function findShipment(orderId: string): Promise<Shipment | undefined> {
  const item = await table.getItem(orderShipmentKey(orderId));
  return item && parse(storedShipment, item, 'internal');
}

async function shippable(orderId: string) {
  const placed = await findOrder(orderId);
  if (placed !== undefined) return { ...fromRecord(placed.record), status: placed.status };
  if ((await pendingOrders.find(orderId)) === undefined) {
    throw new ShopError('not-found', 'there is no order with this id');
  }
  throw new ShopError('conflict', 'orderId: the order is not paid for yet');
}
