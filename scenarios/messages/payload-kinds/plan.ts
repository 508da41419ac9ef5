import type { Product } from '../../../driver/payloads/product.ts';
import { productHistory } from '../../../driver/payloads/product-history.ts';
import type { ProductChange } from '../../../driver/payloads/publish-changes.ts';
import { seededRandom } from '../../../driver/random.ts';
import { PAYLOAD_KINDS, type PayloadKind } from '../../../schemas/events/product-events.ts';
import { changesOf, changeTo, DISTURBANCES, type Disturbance, VERSIONS } from './disturbances.ts';

/** Products of one kind that the same thing happens to. */
export interface Trial {
  kind: PayloadKind;
  disturbance: Disturbance;
  histories: readonly Product[][];
}

export interface Plan {
  trials: readonly Trial[];
  /** A change that is written with version 2 of the schema. */
  newSchema: Record<PayloadKind, Product[]>;
  /** A record that is too large for an event. */
  large: Record<PayloadKind, Product>;
  changes: readonly ProductChange[];
}

/** More than the 256 KiB of a message. */
const LARGE_BYTES = 290 * 1024;

/** Everything that is published before latency is measured. The same seed gives the same products. */
export function makePlan(run: string, products: number, seed = 1): Plan {
  const random = seededRandom(seed);
  const history = (name: string) => productHistory(random, `${run}-${name}`, VERSIONS);
  const trials = DISTURBANCES.flatMap((disturbance) => {
    return disturbance.kinds.map((kind): Trial => {
      const histories = Array.from({ length: products }, (_, index) =>
        history(`${kind}-${disturbance.id}-${index}`),
      );
      return { kind, disturbance, histories };
    });
  });
  const newSchema = each((kind) =>
    history(`${kind}-v2`)
      .slice(0, 2)
      .map((product, index) => (index === 0 ? product : { ...product, weightGrams: 250 })),
  );
  const large = each((kind) => {
    const [first] = history(`${kind}-large`);
    if (first === undefined) throw new Error('A product has at least one version');
    return { ...first, description: 'x'.repeat(LARGE_BYTES) };
  });
  return {
    trials,
    newSchema,
    large,
    changes: [
      ...trials.flatMap(({ kind, disturbance, histories }) =>
        histories.flatMap((history) => changesOf(disturbance, kind, history)),
      ),
      ...PAYLOAD_KINDS.flatMap((kind): ProductChange[] => [
        { kind, ...changeTo(newSchema[kind], 1) },
        { kind, ...changeTo(newSchema[kind], 2), schema: 2 },
        { kind, after: large[kind] },
      ]),
    ],
  };
}

export function each<Value>(make: (kind: PayloadKind) => Value): Record<PayloadKind, Value> {
  return { full: make('full'), delta: make('delta'), reference: make('reference') };
}
