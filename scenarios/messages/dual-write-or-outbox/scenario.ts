import { checkExactlyOnce } from '../../../driver/invariants/exactly-once.ts';
import { readConsumers } from '../../../driver/orders/read-consumers.ts';
import { reconcileOrders } from '../../../driver/orders/reconcile.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { dualWriteFindings, outboxFindings } from './findings.ts';
import { killDualWrites, killOrders } from './killed-orders.ts';
import { killRelay } from './killed-relay.ts';
import { publishedOrders, settled, storedOrders } from './survey.ts';

/** At each crash point. */
const ORDERS = { quick: 1, full: 10 };
/** That meet a relay which is killed: more than one, to be one batch of the stream. */
const RELAYED = { quick: 3, full: 25 };

/**
 * Processes are killed at every step between storing an order and publishing its event: of the shop's orders service and
 * its relay, and of a lab that writes to the table and to the topic, one after the other. The table and the journal say
 * what is left.
 */
export const dualWriteOrOutbox: Scenario = {
  id: 'dual-write-or-outbox',
  mode: 'messages',
  question:
    'A process dies between storing an order and publishing its event: which events are lost, and which are phantoms?',

  async run(context) {
    const count = ORDERS[context.size];
    // If one fails, the other still runs to its end and puts the event source mapping of the relay back.
    const [killed, dualWrite] = await Promise.allSettled([
      killOrders(context, count).then(async (orders) => ({
        orders,
        relay: await killRelay(context, RELAYED[context.size]),
      })),
      killDualWrites(context, count),
    ]);
    if (killed.status === 'rejected') throw killed.reason;
    if (dualWrite.status === 'rejected') throw dualWrite.reason;
    const [outbox, dualWrites] = [killed.value, dualWrite.value];

    context.progress('waiting until nothing is on its way');
    // Orders that died before their transaction were charged; this places them.
    await reconcileOrders(context);
    const ofOutbox = [...outbox.orders.flatMap(({ orderIds }) => orderIds), ...outbox.relay.orderIds];
    const ofDualWrites = dualWrites.flatMap(({ orderIds }) => orderIds);
    const isSettled = await settled(context, ofOutbox);
    const published = await publishedOrders(context, [...ofOutbox, ...ofDualWrites]);
    const { journal } = await readConsumers(context);
    return [
      ...outboxFindings({
        ...outbox,
        published,
        stored: await storedOrders(context, context.system.tables.shared, ofOutbox),
        doubled: checkExactlyOnce(ofOutbox, journal).duplicates.length,
        settled: isSettled,
      }),
      ...dualWriteFindings({
        orders: dualWrites,
        count,
        published,
        stored: await storedOrders(context, context.system.dualWrite.table, ofDualWrites),
      }),
    ];
  },

  takeaway: (findings) =>
    `Over all crash points, the outbox left ${findings.number('outbox.lost')} lost and ` +
    `${findings.number('outbox.phantom')} phantom events for ${findings.get('outbox.lost').of} orders; two separate ` +
    `writes left ${findings.number('dual-write.lost')} lost and ${findings.number('dual-write.phantom')} phantom events ` +
    `for ${findings.get('dual-write.lost').of} orders.`,
};
