import { type Billed, billableRequest } from '../../../driver/requests/billable.ts';
import { type BilledDuration, gbSeconds } from '../../../driver/requests/billed-duration.ts';
import type { RecordedCall } from '../../../driver/requests/call-journal.ts';
import type { Hop } from './hops.ts';

/** What one hop used, for all orders together. */
export interface HopUsage {
  requests: Map<Billed, number>;
  units: Map<Billed, number>;
  gbSeconds: number;
}

export interface Recorded {
  calls: readonly RecordedCall[];
  /** Of the functions of the hops. */
  durations: readonly { hop: Hop; functionName: string; duration: BilledDuration }[];
  /** Of the largest item that an order writes, rounded up. */
  itemKilobytes: number;
}

/** SNS bills each delivery to a queue, and no client sends a request for it. */
const NO_REQUEST: readonly Billed[] = ['sns-delivery'];

/**
 * Adds up what was recorded. While orders waits for an answer, its own function is billed too: that time counts as that of
 * the hop that it waits for.
 */
export function countUsage(
  { calls, durations, itemKilobytes }: Recorded,
  hopOf: (call: RecordedCall) => Hop | undefined,
  entryFunction: string,
): Record<Hop, HopUsage> {
  const usage = { entry: empty(), databases: empty(), services: empty(), messages: empty() };
  const entryMemory = durations.find(({ functionName }) => functionName === entryFunction)?.duration.memoryMb;
  for (const { hop, duration } of durations) usage[hop].gbSeconds += gbSeconds(duration);
  for (const call of calls) {
    const hop = hopOf(call);
    const billed = billableRequest(call, itemKilobytes);
    if (hop === undefined || billed === undefined) continue;
    add(usage[hop], billed.kind, billed.units);
    if (call.principal.startsWith(`function ${entryFunction}:`) && entryMemory !== undefined) {
      const waited = gbSeconds({ ms: call.milliseconds, memoryMb: entryMemory });
      usage.entry.gbSeconds -= waited;
      usage[hop].gbSeconds += waited;
    }
  }
  return usage;
}

function add({ requests, units }: HopUsage, kind: Billed, count: number): void {
  if (!NO_REQUEST.includes(kind)) requests.set(kind, (requests.get(kind) ?? 0) + 1);
  units.set(kind, (units.get(kind) ?? 0) + count);
}

function empty(): HopUsage {
  return { requests: new Map(), units: new Map(), gbSeconds: 0 };
}
