import type { Scenario } from '../../kit/scenario.ts';
import { injectFailures } from './failures.ts';
import { watchOrders } from './watch.ts';

const ORDERS = { quick: 6, full: 100 };

/**
 * An order and the event that tells of it are written in one transaction, so that whatever fails there are both or
 * neither. What is made from them later (a projection fed by the stream) is behind, and by how much is measured.
 */
export const transactions: Scenario = {
  id: 'transactions',
  mode: 'databases',
  question:
    'Order and event are written together: does any failure leave one of them, and who sees them when?',

  async run(context) {
    const count = ORDERS[context.size];
    return [...(await injectFailures(context, count)), ...(await watchOrders(context, count))];
  },

  takeaway: (findings) =>
    `With a transaction ${findings.number('second-write-fails.transaction')} of ` +
    `${findings.get('second-write-fails.transaction').of} failures left a partial write, with two separate writes ` +
    `${findings.number('second-write-fails.two-writes')}; the projection in analytics was ` +
    `${findings.number('projection.lag-median')} ms behind (median).`,
};
