import * as z from 'zod';
import { identifier } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import type { Booking, BookingRequest } from '../domain.ts';
import { describeLabelledBooking } from './shipment.ts';

/** A request over the queue: the fields of the contract in JSON, within the same limits. */
const queuedBooking = z.object({
  shipmentId: identifier,
  orderId: identifier,
  country: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'must be 1 to 100 printable characters'),
  weightGrams: z.int().min(1).max(1_000_000),
  parcels: z.int().min(1).max(100),
  // Clients of before v2 name none.
  serviceLevel: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
});

/** Books what a message asks for. A repeated message is answered with the same booking. */
export function bookFromQueue(place: (request: BookingRequest) => Promise<Booking>) {
  return async (body: unknown) => {
    const booking = await place(parse(queuedBooking, body));
    // JSON has no integers beyond 2^53.
    return { ...describeLabelledBooking(booking), priceMinor: booking.priceMinor.toString() };
  };
}
