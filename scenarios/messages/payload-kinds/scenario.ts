import { awaitProjections } from '../../../driver/payloads/await-projections.ts';
import { publishChanges } from '../../../driver/payloads/publish-changes.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { findingsOf } from './findings.ts';
import { measureLatency } from './latency.ts';
import { each, makePlan } from './plan.ts';
import { repairDeltas } from './repair.ts';

/** Products that each thing happens to, of each kind. */
const PRODUCTS = { quick: 2, full: 50 };
const LATENCY_ROUNDS = { quick: 5, full: 100 };

/**
 * Publishes the same changes of products on three topics: as whole records, as what has changed, and as a reference to a
 * record in S3; then compares what each consumer knows with what the producer published.
 */
export const payloadKinds: Scenario = {
  id: 'payload-kinds',
  mode: 'messages',
  question:
    'An event carries the whole record, a delta, or a reference: what does each cost, and what breaks?',

  async run(context) {
    const { run, size, progress } = context;
    const plan = makePlan(run, PRODUCTS[size]);
    progress(`${plan.changes.length} changes`);
    const published = await publishChanges(context, plan.changes);
    const sent = each(() => new Map<string, number>());
    for (const [index, { kind, after }] of plan.changes.entries()) {
      if (!published[index]?.ok) continue;
      sent[kind].set(after.productId, (sent[kind].get(after.productId) ?? 0) + 1);
    }
    const settled = await awaitProjections(context, run, sent);
    progress('repair');
    const repaired = await repairDeltas(context, plan, settled);
    progress('latency');
    const latencies = await measureLatency(context, LATENCY_ROUNDS[size]);
    return findingsOf({ plan, published, latencies, repaired, ...settled });
  },

  takeaway: (findings) =>
    `A change costs ${findings.number('full.bytes')} bytes on the topic as a full record, ` +
    `${findings.number('delta.bytes')} as a delta and ${findings.number('reference.bytes')} as a reference (and ` +
    `${findings.number('reference.stored-bytes')} in S3). After a missed event and a later one, ` +
    `${findings.number('full.missed-wrong')} of ${findings.get('full.missed-wrong').of} projections from full records are ` +
    `wrong and ${findings.number('delta.missed-wrong')} of ${findings.get('delta.missed-wrong').of} from deltas, whose ` +
    `consumer parked ${findings.number('delta.missed-parked')} events; a new schema version stops ` +
    `${findings.number('coupling.broken-by-v2')} of ${findings.get('coupling.broken-by-v2').of} consumers.`,
};
