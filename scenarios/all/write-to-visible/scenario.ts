import { smallOrder } from '../../../driver/orders/small-order.ts';
import { seededRandom } from '../../../driver/random.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { visibilityFindings } from './findings.ts';
import { type Reader, type ReaderName, readers, type Sighting } from './readers.ts';

/** Orders for each reader. */
const ORDERS = { quick: 8, full: 200 };

/**
 * The same write, an order that is placed, and readers that get it in the three ways. They take turns, so that all of them
 * meet the same machine: reader by reader for each order, and each with an order of its own.
 */
export const writeToVisible: Scenario = {
  id: 'write-to-visible',
  mode: 'all',
  question: 'How long after a write do its readers see it: in the table, at the service, in a projection?',
  releases: ['v1'],

  async run(context) {
    const { progress, run, size } = context;
    const all = Object.entries(readers(context, seededRandom(1))) as [ReaderName, Reader][];
    const sightings = new Map<ReaderName, Sighting[]>(all.map(([name]) => [name, []]));

    // Functions that have not run yet take longer; the first turn does not count.
    for (let turn = 0; turn <= ORDERS[size]; turn += 1) {
      progress(`${turn} of ${ORDERS[size]} orders for each reader`);
      for (const [name, read] of all) {
        const orderId = `${run}-${name}-${turn}`;
        const sighting = await read(orderId, await place(context, orderId));
        if (turn > 0) sightings.get(name)?.push(sighting);
      }
    }
    return all.flatMap(([name]) => visibilityFindings(name, sightings.get(name) ?? []));
  },

  takeaway: (findings) =>
    `Half of the orders were visible ${findings.number('databases.p50')} ms after the write in the shared table, ` +
    `${findings.number('services.p50')} ms at their owner and ${findings.number('messages.p50')} ms in the projection ` +
    `of analytics (${findings.number('messages.samples')} orders each).`,
};

/** Places an order. Returns when the answer was there, by `performance.now()`. */
async function place({ shop, signal }: ScenarioContext, orderId: string): Promise<number> {
  const { status } = await shop.send('orders', 'POST', '/orders', smallOrder(orderId), signal);
  if (status !== 201) throw new Error(`An order could not be placed: orders answered ${status}`);
  return performance.now();
}
