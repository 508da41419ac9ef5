import { isDeepStrictEqual } from 'node:util';
import type { Settled } from '../../../driver/payloads/await-projections.ts';
import type { Product } from '../../../driver/payloads/product.ts';
import type { Published } from '../../../driver/payloads/publish-changes.ts';
import type { StoredProjection } from '../../../driver/payloads/read-projections.ts';
import { PAYLOAD_KINDS, type PayloadKind } from '../../../schemas/events/product-events.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';
import { VERSIONS } from './disturbances.ts';
import { each, type Plan, type Trial } from './plan.ts';

export interface Observed extends Settled {
  plan: Plan;
  published: readonly Published[];
  latencies: Record<PayloadKind, number[]>;
  /** Projections from deltas after the missed events have been published again. */
  repaired: { trial: Trial; projections: ReadonlyMap<string, StoredProjection> };
}

const TITLES: Record<PayloadKind, string> = {
  full: 'Full records',
  delta: 'Deltas',
  reference: 'References',
};

export function findingsOf(observed: Observed): Finding[] {
  const { plan, complete } = observed;
  return [
    findingGroup('consumers', 'Consumers').equals('complete', 'events projected, ignored or parked', {
      expected: 'all',
      observed: complete ? 'all' : 'not all in time',
    }),
    ...PAYLOAD_KINDS.flatMap((kind) => {
      const group = findingGroup(kind, TITLES[kind]);
      return [
        ...wireFindings(group, kind, observed),
        ...plan.trials
          .filter((trial) => trial.kind === kind)
          .flatMap((trial) => trialFindings(group, trial, observed)),
      ];
    }),
    repairFinding(observed),
    ...couplingFindings(observed),
  ];
}

function wireFindings(
  group: FindingGroup,
  kind: PayloadKind,
  { plan, published, latencies }: Observed,
): Finding[] {
  // Changes of products, not the events that create them, and not those with a new schema.
  const changes = plan.changes.flatMap(({ kind: of, before, schema }, index) => {
    const answer = published[index];
    return of === kind && before !== undefined && schema === undefined && answer?.ok ? [answer] : [];
  });
  const bytes = (name: string, label: string, of: 'bytes' | 'storedBytes') =>
    changes.length === 0
      ? group.notExercised(name, label, { unit: 'bytes', reason: 'No change was published.' })
      : group.measured(name, label, {
          observed: Math.round(changes.reduce((sum, change) => sum + change[of], 0) / changes.length),
          unit: 'bytes',
        });
  const median = latencies[kind].toSorted((a, b) => a - b)[Math.floor(latencies[kind].length / 2)];
  const latency = 'time from change to projection (median)';
  return [
    bytes('bytes', 'event on the topic, per change (mean)', 'bytes'),
    ...(kind === 'reference'
      ? [bytes('stored-bytes', 'record in the bucket, per change (mean)', 'storedBytes')]
      : []),
    median === undefined
      ? group.notExercised('latency', latency, { unit: 'ms', reason: 'No change was projected.' })
      : group.measured('latency', latency, { observed: median, unit: 'ms' }),
  ];
}

function trialFindings(
  group: FindingGroup,
  { kind, disturbance, histories }: Trial,
  { projections, parked }: Observed,
): Finding[] {
  const { id, when, wrong } = disturbance;
  const expected = disturbance.parked[kind];
  const products = histories.flatMap((history) => history[VERSIONS - 1] ?? []);
  const ids = new Set(products.map(({ productId }) => productId));
  const causes = parked
    .filter((one) => one.kind === kind && ids.has(one.productId))
    .map(({ cause }) => cause);
  const old = products.map(({ productId }) => projections[kind].get(productId)?.ignored ?? 0);
  return [
    group.equals(`${id}-wrong`, `projections wrong ${when}`, {
      expected: wrong.includes(kind) ? products.length : 0,
      observed: products.filter(
        (product) => !isRight(product, projections[kind].get(product.productId)?.record),
      ).length,
      unit: 'products',
      of: products.length,
    }),
    group.equals(`${id}-parked`, `events parked ${when}`, {
      expected: (expected?.count ?? 0) * products.length,
      observed: causes.filter((cause) => expected === undefined || cause === expected.cause).length,
      unit: 'events',
    }),
    ...(expected === undefined
      ? []
      : [
          group.equals(`${id}-cause`, `cause of parked events ${when}`, {
            expected: expected.cause,
            observed: [...new Set(causes)].join(', '),
          }),
        ]),
    ...(old.some((count) => count > 0)
      ? [
          group.measured(`${id}-ignored`, `events ignored as older ${when}`, {
            observed: old.reduce((sum, count) => sum + count, 0),
            unit: 'events',
          }),
        ]
      : []),
  ];
}

function repairFinding({ repaired }: Observed): Finding {
  const products = repaired.trial.histories.flatMap((history) => history[VERSIONS - 1] ?? []);
  return findingGroup('delta', TITLES.delta).equals(
    'repaired-wrong',
    'projections wrong after all events from the missed one on are published again',
    {
      expected: 0,
      observed: products.filter(
        (product) => !isRight(product, repaired.projections.get(product.productId)?.record),
      ).length,
      unit: 'products',
      of: products.length,
    },
  );
}

/** What consumers depend on besides the topic, seen when it changes or is not there. */
function couplingFindings({ plan, published, projections, parked }: Observed): Finding[] {
  const group = findingGroup('coupling', 'Coupling of consumers');
  const schema = each((kind) => {
    const [productId = ''] = plan.newSchema[kind].map((product) => product.productId);
    const cause = parked.find((one) => one.kind === kind && one.productId === productId)?.cause;
    if (cause !== undefined) return `parked: ${cause}`;
    const projection = projections[kind].get(productId);
    if (projection?.version !== 2) return 'missing';
    return isObject(projection.record) && 'weightGrams' in projection.record
      ? 'projected'
      : 'projected, new field ignored';
  });
  const large = each((kind) => {
    const index = plan.changes.findIndex(
      (change) => change.kind === kind && change.after === plan.large[kind],
    );
    const answer = published[index];
    if (answer === undefined) return 'missing';
    if (!answer.ok) return `refused: ${answer.code}`;
    return projections[kind].has(plan.large[kind].productId) ? 'projected' : 'missing';
  });
  const expected = {
    schema: {
      full: 'parked: unknown-schema',
      delta: 'projected, new field ignored',
      reference: 'parked: unknown-schema',
    },
    large: {
      full: 'refused: payload-too-large',
      delta: 'refused: payload-too-large',
      reference: 'projected',
    },
  };
  const late = plan.trials.filter(({ disturbance }) => disturbance.id === 'joined-late');
  const needsBase = late.filter(({ kind, histories }) =>
    histories.some((history) => !projections[kind].has(history[0]?.productId ?? '')),
  );
  return [
    ...PAYLOAD_KINDS.map((kind) =>
      group.equals(`${kind}-v2`, `${TITLES[kind].toLowerCase()}: change written with schema version 2`, {
        expected: expected.schema[kind],
        observed: schema[kind],
      }),
    ),
    group.equals('broken-by-v2', 'consumers that cannot read schema version 2', {
      expected: 2,
      observed: PAYLOAD_KINDS.filter((kind) => schema[kind].startsWith('parked')).length,
      unit: 'consumers',
      of: PAYLOAD_KINDS.length,
    }),
    group.equals('needs-history', 'consumers that cannot begin with the latest event', {
      expected: 1,
      observed: needsBase.length,
      unit: 'consumers',
      of: PAYLOAD_KINDS.length,
    }),
    ...PAYLOAD_KINDS.map((kind) =>
      group.equals(`${kind}-large`, `${TITLES[kind].toLowerCase()}: new record of 290 KiB`, {
        expected: expected.large[kind],
        observed: large[kind],
      }),
    ),
  ];
}

function isRight(product: Product, record: unknown): boolean {
  return isDeepStrictEqual(record, product);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
