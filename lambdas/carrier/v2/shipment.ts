import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { storedInteger } from '../../shared/fields.ts';
import type { Attributes } from '../../shared/table.ts';
import type { Booking } from '../domain.ts';

export const storedShipment = z.object({
  shipmentId: z.string(),
  orderId: z.string(),
  country: z.string(),
  weightGrams: storedInteger,
  parcels: storedInteger,
  // Release v1 stores none.
  serviceLevel: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  trackingNumber: z.string(),
  priceMinor: z.instanceof(NumberValue).transform(({ value }) => BigInt(value)),
  currency: z.string(),
  estimatedDelivery: z.string(),
  bookedAt: z.iso.datetime().transform((text) => new Date(text)),
});

export function shipmentAttributes(booking: Booking): Attributes {
  return { ...booking, type: 'shipment', bookedAt: booking.bookedAt.toISOString() };
}

/** As contract v1 has it. */
export function describeBooking(booking: Booking) {
  const { shipmentId, trackingNumber, priceMinor, currency, estimatedDelivery } = booking;
  return { shipmentId, trackingNumber, priceMinor, currency, estimatedDelivery };
}

/** As contract v2 has it. The address follows from the number, so that shipments of release v1 have a label, too. */
export function describeLabelledBooking(booking: Booking) {
  return {
    ...describeBooking(booking),
    labelUrl: `https://labels.carrier.example/${booking.trackingNumber}.pdf`,
  };
}
