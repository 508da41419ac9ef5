import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { storedInteger } from '../../shared/fields.ts';
import type { Attributes } from '../../shared/table.ts';
import type { Booking } from '../domain.ts';

/** This release knows one service level, which it neither stores nor reads. */
export const storedShipment = z
  .object({
    shipmentId: z.string(),
    orderId: z.string(),
    country: z.string(),
    weightGrams: storedInteger,
    parcels: storedInteger,
    trackingNumber: z.string(),
    priceMinor: z.instanceof(NumberValue).transform(({ value }) => BigInt(value)),
    currency: z.string(),
    estimatedDelivery: z.string(),
    bookedAt: z.iso.datetime().transform((text) => new Date(text)),
  })
  .transform((stored): Booking => ({ ...stored, serviceLevel: 'STANDARD' }));

export function shipmentAttributes({ serviceLevel: _, ...booking }: Booking): Attributes {
  return { ...booking, type: 'shipment', bookedAt: booking.bookedAt.toISOString() };
}

export function describeBooking(booking: Booking) {
  const { shipmentId, trackingNumber, priceMinor, currency, estimatedDelivery } = booking;
  return { shipmentId, trackingNumber, priceMinor, currency, estimatedDelivery };
}
