import type { Product } from '../../../driver/payloads/product.ts';
import type { ProductChange } from '../../../driver/payloads/publish-changes.ts';
import type { PayloadKind } from '../../../schemas/events/product-events.ts';

/** Versions of every product. */
export const VERSIONS = 4;

interface Sent {
  version: number;
  attempt?: number;
  fault?: 'expired' | 'altered';
}

interface Disturbance {
  id: string;
  /** Completes `projections wrong` and `events parked`. */
  when: string;
  /** What is published of a product with four versions, in this order. */
  sent: readonly Sent[];
  /** Of the events of one product, those that a consumer is expected to park, and why; without a kind, none. */
  parked: Partial<Record<PayloadKind, { count: number; cause: string }>>;
  /** The kinds whose projections are expected to end wrong. */
  wrong: readonly PayloadKind[];
  /** The kinds that it can happen to. */
  kinds: readonly PayloadKind[];
}

const ALL: readonly PayloadKind[] = ['full', 'delta', 'reference'];
const versions = (...list: number[]): Sent[] => list.map((version) => ({ version }));
const missingBase = { delta: { count: 1, cause: 'missing-base' } };

/** What can happen to the events of a product between its producer and a consumer, and what each kind makes of it. */
export const DISTURBANCES: readonly Disturbance[] = [
  {
    id: 'undisturbed',
    when: 'without a disturbance',
    sent: versions(1, 2, 3, 4),
    parked: {},
    wrong: [],
    kinds: ALL,
  },
  {
    id: 'missed',
    when: 'after a missed event and a later one',
    sent: versions(1, 2, 4),
    parked: missingBase,
    wrong: ['delta'],
    kinds: ALL,
  },
  {
    id: 'missed-last',
    when: 'after a missed event and no later one',
    sent: versions(1, 2, 3),
    parked: {},
    wrong: ALL,
    kinds: ALL,
  },
  {
    id: 'reordered',
    when: 'after two events in the wrong order',
    sent: versions(1, 2, 4, 3),
    parked: missingBase,
    wrong: ['delta'],
    kinds: ALL,
  },
  {
    id: 'repeated',
    when: 'after repeated events',
    sent: [...versions(1, 2, 3), { version: 2, attempt: 2 }, { version: 3, attempt: 2 }, { version: 4 }],
    parked: {},
    wrong: [],
    kinds: ALL,
  },
  {
    id: 'joined-late',
    when: 'of a consumer that joined late',
    sent: versions(4),
    parked: missingBase,
    wrong: ['delta'],
    kinds: ALL,
  },
  {
    id: 'expired',
    when: 'after an expired payload',
    sent: [...versions(1, 2, 3), { version: 4, fault: 'expired' }],
    parked: { reference: { count: 1, cause: 'expired-reference' } },
    wrong: ['reference'],
    kinds: ['reference'],
  },
  {
    id: 'altered',
    when: 'after an altered payload',
    sent: [...versions(1, 2, 3), { version: 4, fault: 'altered' }],
    parked: { reference: { count: 1, cause: 'altered-reference' } },
    wrong: ['reference'],
    kinds: ['reference'],
  },
];

/** The changes that a disturbance lets through, of one product and one kind. */
export function changesOf(
  { sent }: Disturbance,
  kind: PayloadKind,
  history: readonly Product[],
): ProductChange[] {
  return sent.map(({ version, ...rest }) => ({ kind, ...changeTo(history, version), ...rest }));
}

export function changeTo(
  history: readonly Product[],
  version: number,
): Pick<ProductChange, 'before' | 'after'> {
  const after = history[version - 1];
  if (after === undefined) throw new RangeError(`The product has no version ${version}`);
  return { before: history[version - 2], after };
}

export type { Disturbance };
