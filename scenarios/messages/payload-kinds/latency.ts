import { awaitProjections } from '../../../driver/payloads/await-projections.ts';
import { productHistory } from '../../../driver/payloads/product-history.ts';
import { publishChanges } from '../../../driver/payloads/publish-changes.ts';
import { seededRandom } from '../../../driver/random.ts';
import { PAYLOAD_KINDS, type PayloadKind } from '../../../schemas/events/product-events.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { changeTo } from './disturbances.ts';
import { each } from './plan.ts';

/**
 * Milliseconds from an event that is ready to be published until its projection is, for changes that are published when the
 * one before has been projected. The first creates the product and is left out.
 */
export async function measureLatency(
  context: ScenarioContext,
  rounds: number,
): Promise<Record<PayloadKind, number[]>> {
  const latencies = each<number[]>(() => []);
  const prefix = `${context.run}-latency`;
  const histories = each((kind) => productHistory(seededRandom(2), `${prefix}-${kind}`, rounds + 1));
  for (let version = 1; version <= rounds + 1; version += 1) {
    const changes = PAYLOAD_KINDS.map((kind) => ({ kind, ...changeTo(histories[kind], version) }));
    const published = await publishChanges(context, changes);
    const sent = each((kind) => new Map([[`${prefix}-${kind}`, version]]));
    if (!published.every(({ ok }) => ok)) return latencies;
    const { complete, projections } = await awaitProjections(context, prefix, sent);
    if (!complete) return latencies;
    for (const [index, kind] of PAYLOAD_KINDS.entries()) {
      const answer = published[index];
      const projection = projections[kind].get(`${prefix}-${kind}`);
      if (version === 1 || !answer?.ok || projection?.version !== version) continue;
      latencies[kind].push(projection.projectedAt.getTime() - answer.publishedAt.getTime());
    }
  }
  return latencies;
}
