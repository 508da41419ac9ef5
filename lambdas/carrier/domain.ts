/** Prices, numbers and the way of a shipment. No clock, no ids of its own, no network. */
import { createHash } from 'node:crypto';
import { ShopError } from '../shared/errors.ts';

export interface BookingRequest {
  shipmentId: string;
  orderId: string;
  country: string;
  /** Of all parcels together. */
  weightGrams: number;
  parcels: number;
  serviceLevel: ServiceLevel;
}

export type ServiceLevel = 'STANDARD' | 'EXPRESS';
export type ShipmentStatus = 'BOOKED' | 'IN_TRANSIT' | 'DELIVERED';

export interface Booking extends BookingRequest {
  trackingNumber: string;
  /** In hundredths of the currency. */
  priceMinor: bigint;
  currency: string;
  /** As 2010-12-03. */
  estimatedDelivery: string;
  bookedAt: Date;
}

export function book(request: BookingRequest, now: Date): Booking {
  return {
    ...request,
    trackingNumber: trackingNumber(request.shipmentId, request.serviceLevel),
    priceMinor: price(request),
    currency: 'GBP',
    estimatedDelivery: isoDate(addWorkingDays(now, deliveryDays(request))),
    bookedAt: now,
  };
}

const HOME = 'United Kingdom';

interface Tariff {
  /** Pence for each parcel. */
  parcel: bigint;
  /** Pence for each kilogram that is begun. */
  kilogram: bigint;
  workingDays: number;
}

const TARIFFS: Record<ServiceLevel, { home: Tariff; abroad: Tariff }> = {
  STANDARD: {
    home: { parcel: 399n, kilogram: 50n, workingDays: 3 },
    abroad: { parcel: 899n, kilogram: 150n, workingDays: 7 },
  },
  EXPRESS: {
    home: { parcel: 899n, kilogram: 80n, workingDays: 1 },
    abroad: { parcel: 1999n, kilogram: 300n, workingDays: 3 },
  },
};

function tariffOf({ country, serviceLevel }: BookingRequest): Tariff {
  return TARIFFS[serviceLevel][country === HOME ? 'home' : 'abroad'];
}

function price(request: BookingRequest): bigint {
  const { parcel, kilogram } = tariffOf(request);
  return parcel * BigInt(request.parcels) + kilogram * BigInt(Math.ceil(request.weightGrams / 1000));
}

function deliveryDays(request: BookingRequest): number {
  return tariffOf(request).workingDays;
}

/** In UTC, without public holidays. */
function addWorkingDays(from: Date, days: number): Date {
  const day = new Date(from);
  for (let left = days; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left -= 1;
  }
  return day;
}

function isoDate(time: Date): string {
  return time.toISOString().slice(0, 10);
}

const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/**
 * An identifier as in UPU standard S10: two letters for the service (C for parcels, E for express, and one more), eight
 * digits, a check digit, the country. It follows from the shipment's id, so that a repeated booking has the same
 * number. Of 2.6 billion numbers two shipments may share one; the id is the key, and the number is for people.
 */
export function trackingNumber(shipmentId: string, serviceLevel: ServiceLevel): string {
  const hash = createHash('sha256').update(shipmentId).digest();
  const letter = String.fromCharCode(65 + (hash.readUInt8(0) % 26));
  const digits = String(hash.readUIntBE(1, 6) % 100_000_000).padStart(8, '0');
  return `${serviceLevel === 'EXPRESS' ? 'E' : 'C'}${letter}${digits}${checkDigit(digits)}GB`;
}

function checkDigit(digits: string): number {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return 0;
  return check === 11 ? 5 : check;
}

/** A shipment is on its way from the day after it was booked, and delivered on the day that was estimated. */
export function statusAt({ bookedAt, estimatedDelivery }: Booking, now: Date): ShipmentStatus {
  const today = isoDate(now);
  if (today >= estimatedDelivery) return 'DELIVERED';
  return today > isoDate(bookedAt) ? 'IN_TRANSIT' : 'BOOKED';
}

/** A booking with a known id is a repetition if it asks for the same, else a mistake. @throws ShopError `conflict` */
export function repetition<Stored extends BookingRequest>(known: Stored, asked: BookingRequest): Stored {
  const same =
    known.orderId === asked.orderId &&
    known.country === asked.country &&
    known.weightGrams === asked.weightGrams &&
    known.parcels === asked.parcels &&
    known.serviceLevel === asked.serviceLevel;
  if (!same) throw new ShopError('conflict', 'shipmentId: another shipment with this id exists');
  return known;
}
