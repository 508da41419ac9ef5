import { isDeepStrictEqual } from 'node:util';
import {
  carrierQueueClient,
  type QueuedBooking,
  sendStrayReply,
  takeSetAside,
} from '../../../driver/carrier/carrier-queue-client.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

const BOOKINGS = { quick: 10, full: 200 };
const CLIENTS = 8;
const SET_ASIDE_WITHIN_MS = 20_000;

/** Books shipments over a queue, and correlates the replies that come over another. */
export async function queuedBookingFindings(context: ScenarioContext): Promise<Finding[]> {
  const { run, size, signal } = context;
  const bookings = Array.from({ length: BOOKINGS[size] }, (_, index) => booking(`${run}-ship-${index}`));
  const [sample] = bookings;
  if (sample === undefined) throw new Error('There is nothing to book');
  const client = carrierQueueClient(context);
  try {
    const replies = await concurrently(bookings, CLIENTS, (each) => client.book(each));
    const own = replies.filter(
      (reply, index) =>
        reply !== undefined && 'result' in reply && reply.result.shipmentId === bookings[index]?.shipmentId,
    );
    const repeated = await client.book(sample);
    const conflict = await client.book({ ...sample, parcels: sample.parcels + 1 });
    await client.book(booking(`${run}-ship-late`), 0);
    await sendStrayReply(context);
    const unmatched = async () => client.setAside.late + client.setAside.unknown >= 2;
    await waitUntil(unmatched, SET_ASIDE_WITHIN_MS, signal);
    const reasons = await takeSetAside(context, 2);

    const group = findingGroup('queues', 'Bookings over a queue of requests and a queue of replies');
    const aside = (name: string, label: string) =>
      group.equals(name, label, {
        expected: 1,
        observed: reasons.filter((reason) => reason === name).length,
        unit: 'replies',
      });
    return [
      group.equals('correlated', 'requests whose own reply arrived', {
        expected: bookings.length,
        observed: own.length,
        unit: 'requests',
        of: bookings.length,
      }),
      group.equals('repeated', 'reply to a repeated request', {
        expected: 'the same booking',
        observed: isDeepStrictEqual(repeated, replies[0]) ? 'the same booking' : 'another reply',
      }),
      group.equals('conflict', 'reply to another request for the same shipment', {
        expected: 'conflict',
        observed: conflict !== undefined && 'error' in conflict ? conflict.error.code : 'no error',
      }),
      aside('late', 'replies set aside because their request had given up'),
      aside('unknown', 'replies set aside because of an unknown correlation id'),
    ];
  } finally {
    await client.close();
  }
}

function booking(shipmentId: string): QueuedBooking {
  return { shipmentId, orderId: shipmentId, country: 'EIRE', weightGrams: 1200, parcels: 1 };
}
