import { PAYLOAD_KINDS, type PayloadKind } from '../../schemas/events/product-events.ts';
import type { DriverContext } from '../context.ts';
import { waitUntil } from '../wait-until.ts';
import { readProjections, type StoredProjection } from './read-projections.ts';
import { type Parked, takeParked } from './take-parked.ts';

export interface Settled {
  /** Whether every event was either projected, ignored as old, or parked. */
  complete: boolean;
  projections: Record<PayloadKind, Map<string, StoredProjection>>;
  parked: Parked[];
}

/** Longer than the visibility timeout of the queues, after which a failed delivery is tried again. */
const LIMIT_MS = 90_000;

/**
 * Waits until the consumers have dealt with all events about products whose ids begin with `prefix`.
 *
 * @param sent how many events each kind has on its way, by product
 */
export async function awaitProjections(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  prefix: string,
  sent: Record<PayloadKind, ReadonlyMap<string, number>>,
): Promise<Settled> {
  const parked: Parked[] = [];
  const projections: Settled['projections'] = { full: new Map(), delta: new Map(), reference: new Map() };
  const isDone = async (kind: PayloadKind): Promise<boolean> => {
    const events = sent[kind].values().reduce((sum, count) => sum + count, 0);
    parked.push(...(await takeParked(context, kind, prefix)));
    projections[kind] = await readProjections(context, kind, [...sent[kind].keys()]);
    const projected = projections[kind]
      .values()
      .reduce((sum, { applied, ignored }) => sum + applied + ignored, 0);
    return projected + parked.filter((one) => one.kind === kind).length >= events;
  };
  const pending = new Set<PayloadKind>(PAYLOAD_KINDS);
  const complete = await waitUntil(
    async () => {
      await Promise.all(
        [...pending].map(async (kind) => {
          if (await isDone(kind)) pending.delete(kind);
        }),
      );
      return pending.size === 0;
    },
    LIMIT_MS,
    context.signal,
  );
  return { complete, projections, parked };
}
