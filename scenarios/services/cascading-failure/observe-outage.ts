import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRule } from '../../../driver/faults/fault-rule.ts';
import { withFaults } from '../../../driver/faults/fault-switch.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { type Answered, type Checkout, isOk, type Read, sendTraffic } from './traffic.ts';

export interface OutageOptions {
  /** Begins the ids of the orders. */
  name: string;
  rules: readonly FaultRule[];
  outageMs: number;
}

/** What customers got while the faults were active, and until checkouts worked again. */
export interface Outage {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  /** Sent during the outage. */
  checkouts: Checkout[];
  reads: Read[];
  /** Sent after it. */
  later: Checkout[];
  /** From the end of the outage until checkouts worked again; undefined where they did not within a minute. */
  recoveryMs: number | undefined;
}

const MAX_RECOVERY_MS = 60_000;
/** Checkouts in a row that got a full answer. */
const RECOVERED_AFTER = 3;

/** Customers come at the same rate during the outage and after it. */
export async function observeOutage(
  context: ScenarioContext,
  { name, rules, outageMs }: OutageOptions,
): Promise<Outage> {
  const { signal } = context;
  const from = Date.now();
  const traffic = await withFaults(context, rules, async () => {
    const sent = sendTraffic(context, name);
    await sleep(outageMs, undefined, { signal });
    return sent;
  });
  const to = Date.now();
  const endedAt = performance.now();
  const recoveryMs = await recovery(traffic.checkouts.results, endedAt, signal);
  const checkouts = await traffic.checkouts.stop();
  const reads = await traffic.reads.stop();
  const isDuring = ({ startedAt }: Answered) => startedAt < endedAt;
  return {
    from,
    to,
    checkouts: checkouts.filter(isDuring),
    reads: reads.filter(isDuring),
    later: checkouts.filter((checkout) => !isDuring(checkout)),
    recoveryMs,
  };
}

/** Until the first of several checkouts in a row was sent that were all placed in full. */
async function recovery(
  checkouts: readonly (Checkout | undefined)[],
  endedAt: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  while (performance.now() - endedAt < MAX_RECOVERY_MS) {
    let inARow: Checkout[] = [];
    for (const checkout of checkouts) {
      if (checkout !== undefined && checkout.startedAt < endedAt) continue;
      const isFull = checkout !== undefined && isOk(checkout) && !checkout.isDegraded;
      inARow = isFull ? [...inARow, checkout] : [];
      const [first] = inARow;
      if (first !== undefined && inARow.length === RECOVERED_AFTER) return first.startedAt - endedAt;
    }
    await sleep(50, undefined, { signal });
  }
  return undefined;
}
