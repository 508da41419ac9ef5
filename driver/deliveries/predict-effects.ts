import type { DeliverySemantics } from '../../schemas/events/delivery-message.ts';
import type { PlannedDelivery } from './plan-deliveries.ts';
import type { InjectedFault } from './read-effects.ts';

/** How many effects a message has, at least and at most. */
interface Range {
  min: number;
  max: number;
}

export interface Prediction {
  /** Messages without an effect. */
  lost: number;
  /** Messages with more than one effect: a number where both are the same. */
  doubled: Range;
}

/**
 * What the faults that happened mean for the effects of a consumer.
 *
 * - At most once: a copy in a batch that crashed before its effect is lost, and no other is. Exact.
 * - At least once: nothing is lost. Each copy has an effect, and one more for each crash after the effect of its batch. This
 *   is exact. After the end of its visibility timeout a message has at most one effect more: none where the first consumer
 *   deletes it before a second one receives it.
 * - Effectively once: each message has one effect. Exact.
 */
export function predictEffects(
  semantics: DeliverySemantics,
  plan: readonly PlannedDelivery[],
  faults: readonly InjectedFault[],
): Prediction {
  const crashes = (point: string) => countIn(faults.filter(({ at }) => at === point));
  const [before, after] = [crashes('before-effect'), crashes('after-effect')];
  const released = countIn(faults.filter(({ kind }) => kind === 'visibility-timeout'));
  const times = (counts: ReadonlyMap<string, number>, id: string) => counts.get(id) ?? 0;
  const range: Record<DeliverySemantics, (id: string, copies: number) => Range> = {
    'at-most-once': (id, copies) => exactly(copies - times(before, id)),
    'at-least-once': (id, copies) => {
      const min = copies + times(after, id);
      return { min, max: min + times(released, id) };
    },
    'effectively-once': () => exactly(1),
  };
  const ranges = plan.map(({ message, delivery }) =>
    range[semantics](message.id, delivery === 'twice' ? 2 : 1),
  );
  const count = (matches: (range: Range) => boolean) => ranges.filter(matches).length;
  return {
    lost: count(({ max }) => max === 0),
    doubled: { min: count(({ min }) => min > 1), max: count(({ max }) => max > 1) },
  };
}

function exactly(times: number): Range {
  return { min: times, max: times };
}

/** How often each message was in a batch that met one of the faults. */
function countIn(faults: readonly InjectedFault[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of faults.flatMap(({ messages }) => messages)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
