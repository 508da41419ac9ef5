import { awaitProjections, type Settled } from '../../../driver/payloads/await-projections.ts';
import { publishChanges } from '../../../driver/payloads/publish-changes.ts';
import type { StoredProjection } from '../../../driver/payloads/read-projections.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { changeTo, VERSIONS } from './disturbances.ts';
import type { Plan, Trial } from './plan.ts';

/** After a missed event, the producer publishes all events from the missed one on: of deltas, none can be left out. */
export async function repairDeltas(
  context: ScenarioContext,
  plan: Plan,
  { projections }: Settled,
): Promise<{ trial: Trial; projections: ReadonlyMap<string, StoredProjection> }> {
  const trial = plan.trials.find(({ kind, disturbance }) => kind === 'delta' && disturbance.id === 'missed');
  if (trial === undefined) throw new Error('No delta was missed');
  const sent = new Map<string, number>();
  const changes = trial.histories.flatMap((history) => {
    const productId = history[0]?.productId ?? '';
    const projection = projections.delta.get(productId);
    const known = projection?.version ?? 0;
    const missing = Array.from({ length: VERSIONS - known }, (_, index) => known + 1 + index);
    sent.set(productId, (projection?.applied ?? 0) + (projection?.ignored ?? 0) + missing.length);
    return missing.map((version) => ({ kind: 'delta' as const, ...changeTo(history, version), attempt: 2 }));
  });
  await publishChanges(context, changes);
  const none = new Map<string, number>();
  const settled = await awaitProjections(context, context.run, { full: none, delta: sent, reference: none });
  return { trial, projections: settled.projections.delta };
}
