import { retrying } from '../../../driver/clients/retrying.ts';
import { withKilledCopy } from '../../../driver/faults/killed-copy.ts';
import { mappingsOf, setMapping } from '../../../driver/faults/paused-consumer.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { ALIAS } from '../../../driver/system.ts';
import { uninterrupted } from '../../../driver/uninterrupted.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { RELAY_CRASHES } from './crash-points.ts';

const KILLED_WITHIN_MS = 120_000;

export interface RelayCrashes {
  orderIds: string[];
  /** By the name of the crash point, as the log of the killed relay says. */
  kills: ReadonlyMap<string, number>;
}

/**
 * Has the stream invoke a relay that is killed, at one step after the other, while the same events come again and again.
 * The live relay then goes on from where the stream is.
 */
export async function killRelay(context: ScenarioContext, count: number): Promise<RelayCrashes> {
  const { functionName } = context.system.relay;
  const { version } = await context.traffic.read(functionName);
  const live = `${functionName}:${ALIAS}`;
  const mapping = (await mappingsOf(context, live))[0];
  if (mapping === undefined) throw new Error('The relay has no event source mapping');
  const [first] = RELAY_CRASHES;
  const orderIds = Array.from({ length: count }, (_, index) => `${context.run}-relay-${index}`);
  const kills = new Map<string, number>();

  await withKilledCopy(context, { functionName, version, at: first.at }, async (copy) => {
    try {
      await setMapping(context, mapping, { FunctionName: copy.functionName });
      await placeAll(context, orderIds);
      for (const point of RELAY_CRASHES) {
        context.progress(point.label);
        if (point !== first) await copy.killAt(point.at);
        const isKilled = async () => {
          kills.set(point.name, await copy.countKills(point.at));
          return (kills.get(point.name) ?? 0) > 0;
        };
        await waitUntil(isKilled, KILLED_WITHIN_MS, context.signal);
      }
    } finally {
      await setMapping(uninterrupted(context), mapping, { FunctionName: live });
    }
  });
  return { orderIds, kills };
}

/** @throws when the shop does not place them: without orders there is nothing to relay */
async function placeAll({ shop, signal }: ScenarioContext, orderIds: readonly string[]): Promise<void> {
  for (const orderId of orderIds) {
    const send = () => shop.send('orders', 'POST', '/orders', smallOrder(orderId), signal);
    const { answer } = await retrying(send, signal);
    if (answer?.status !== 201) throw new Error(`The shop places no orders: status ${answer?.status}`);
  }
}
