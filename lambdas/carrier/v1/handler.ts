import {
  type BookShipment,
  type BookShipmentResponse,
  CONTRACT,
  type Operations,
  type TrackShipment,
  type TrackShipmentResponse,
  WSDL,
} from '../../../schemas/gen/wsdl/carrier/v1.ts';
import { shipmentKey } from '../../../schemas/items/shipment-item.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import { serve, soapHandler } from '../../shared/protocols/soap/handler.ts';
import { Table } from '../../shared/table.ts';
import { type Booking, book, repetition, statusAt } from '../domain.ts';
import { describeBooking, shipmentAttributes, storedShipment } from './shipment.ts';

const table = new Table(required('CARRIER_TABLE'));

export const handler = soapHandler({
  release: 'v1',
  contracts: [
    serve<Operations>(
      { version: 'v1', contract: CONTRACT, wsdl: WSDL },
      { BookShipment: bookShipment, TrackShipment: trackShipment },
    ),
  ],
});

async function bookShipment(input: BookShipment): Promise<BookShipmentResponse> {
  const asked = { ...input, serviceLevel: 'STANDARD' } as const;
  const booking = book(asked, new Date());
  const created = await table.createItem(shipmentKey(asked.shipmentId), shipmentAttributes(booking));
  return describeBooking(created ? booking : repetition(await find(asked.shipmentId), asked));
}

async function trackShipment({ shipmentId }: TrackShipment): Promise<TrackShipmentResponse> {
  const booking = await find(shipmentId);
  const { trackingNumber } = booking;
  return { shipmentId, trackingNumber, status: statusAt(booking, new Date()) };
}

async function find(shipmentId: string): Promise<Booking> {
  const found = await table.getItem(shipmentKey(shipmentId));
  if (found === undefined) throw new ShopError('not-found', 'there is no shipment with this id');
  return parse(storedShipment, found, 'internal');
}
