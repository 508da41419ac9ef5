import type { Context, SQSEvent } from 'aws-lambda';
import type { TrackShipment, TrackShipmentResponse } from '../../../schemas/gen/wsdl/carrier/v1.ts';
import * as v1 from '../../../schemas/gen/wsdl/carrier/v1.ts';
import * as v2 from '../../../schemas/gen/wsdl/carrier/v2.ts';
import { shipmentKey } from '../../../schemas/items/shipment-item.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import { serve, soapHandler } from '../../shared/protocols/soap/handler.ts';
import { queueAt } from '../../shared/queues/queue.ts';
import { queueWorker } from '../../shared/queues/queue-worker.ts';
import { replyTo } from '../../shared/queues/request-reply.ts';
import { Table } from '../../shared/table.ts';
import { type Booking, type BookingRequest, book, repetition, statusAt } from '../domain.ts';
import { bookFromQueue } from './queued-booking.ts';
import { describeBooking, describeLabelledBooking, shipmentAttributes, storedShipment } from './shipment.ts';

const table = new Table(required('CARRIER_TABLE'));

export const handler = soapHandler({
  release: 'v2',
  contracts: [
    serve<v1.Operations>(
      { version: 'v1', contract: v1.CONTRACT, wsdl: v1.WSDL },
      {
        // A client of contract v1 cannot ask for a service level: it gets what it always got.
        BookShipment: async (input) => describeBooking(await place({ ...input, serviceLevel: 'STANDARD' })),
        TrackShipment: trackShipment,
      },
    ),
    serve<v2.Operations>(
      { version: 'v2', contract: v2.CONTRACT, wsdl: v2.WSDL },
      {
        BookShipment: async (input) => describeLabelledBooking(await place(input)),
        TrackShipment: trackShipment,
      },
    ),
  ],
});

/** Books what comes over the queue of requests: a function of its own, with the same code. */
export const worker = (event: SQSEvent, context: Context) => {
  made ??= makeWorker();
  return made(event, context);
};

let made: ReturnType<typeof queueWorker> | undefined;

function makeWorker() {
  const replyUrl = required('CARRIER_REPLY_QUEUE_URL');
  const replyQueues = new Map([[replyUrl, queueAt(replyUrl)]]);
  const queue = queueAt(required('CARRIER_REQUEST_QUEUE_URL'));
  return queueWorker({ release: 'v2', queue }, replyTo(replyQueues, bookFromQueue(place)));
}

async function place(asked: BookingRequest): Promise<Booking> {
  const booking = book(asked, new Date());
  const created = await table.createItem(shipmentKey(asked.shipmentId), shipmentAttributes(booking));
  return created ? booking : repetition(await find(asked.shipmentId), asked);
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
