import type { Scenario } from '../../kit/scenario.ts';
import { callbackFindings } from './callbacks.ts';
import { destinationFindings } from './destinations.ts';
import { forgedCallbackFindings } from './forged-callbacks.ts';
import { queuedBookingFindings } from './queued-bookings.ts';

/** A caller that does not wait is answered later: by a callback, by a reply over a queue, or by a report of Lambda. */
export const asynchronousRpc: Scenario = {
  id: 'asynchronous-rpc',
  mode: 'services',
  question: 'A caller does not wait for the answer: does the answer arrive, and does it arrive once?',

  async run(context) {
    const { progress } = context;
    const others = async () => {
      const bookings = await queuedBookingFindings(context);
      return [...bookings, ...(await destinationFindings(context))];
    };
    progress('forged callbacks');
    // First, because it starts the receiver: deliveries to a receiver that is starting may take longer than the sender waits.
    const forged = await forgedCallbackFindings(context);
    const [callbacks, queues] = await Promise.all([callbackFindings(context), others()]);
    return [...callbacks, ...forged, ...queues];
  },

  takeaway: (findings) => {
    const { observed: duplicates } = findings.get('lost-answers.duplicates-refused');
    return (
      `${findings.number('callbacks.stored-once')} of ${findings.get('callbacks.stored-once').of} payments were reported ` +
      `exactly once and ${findings.number('callbacks.lost')} were lost, although the receiver was down for half of them` +
      `${duplicates === null ? '' : ` and refused ${duplicates} repeated deliveries`}; ` +
      `${findings.number('queues.correlated')} of ${findings.get('queues.correlated').of} requests over a queue got their ` +
      'own reply.'
    );
  },
};
