import { STRATEGIES } from '../../driver/records/strategies.ts';
import type { ComparedMode } from './comparison.ts';
import {
  computed,
  missing,
  missingPercent,
  notApplicable,
  percent,
  type Source,
  same,
  sharePercent,
  total,
} from './source.ts';

/** A row of the comparison, and where each mode's number comes from. */
export interface Measure {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly sources: Readonly<Record<ComparedMode, Source>>;
  /** The prediction does not order this number. */
  readonly unordered?: true;
}

export interface Property {
  readonly id: string;
  readonly label: string;
  readonly prediction: Readonly<Record<ComparedMode, string>>;
  /** Higher where a higher number is predicted; equal where the words say no order between two modes. */
  readonly ranks: Readonly<Record<ComparedMode, number>>;
  readonly measures: readonly Measure[];
}

/** The words order nothing. */
const NO_ORDER = { databases: 0, services: 0, messages: 0 };
const NOTHING_WAITS = notApplicable('nothing waits: a request is refused at once, and its client keeps it');

function visibility(source: (mode: ComparedMode) => Source): Measure['sources'] {
  return { databases: source('databases'), services: source('services'), messages: source('messages') };
}

/** Of the orders in the time in which fraud was down. */
function refusedOfOutage(group: 'coupled' | 'fallback'): Source {
  return computed('availability-coupling', [`${group}.availability`, `${group}.fraud`], ([orders, fraud]) =>
    percent(100 - Number(orders), 100 - Number(fraud)),
  );
}

/** The table of the three modes, with what measures each of its words. */
export const PROPERTIES: readonly Property[] = [
  {
    id: 'coupling',
    label: 'Coupling',
    prediction: { databases: 'Tight', services: 'Medium', messages: 'Loose' },
    ranks: { databases: 2, services: 1, messages: 0 },
    measures: [
      {
        id: 'components-broken',
        label: 'other components broken by one schema change',
        unit: 'components',
        sources: {
          databases: total('own-your-data', 'after-table.failed', 'after-table.wrong'),
          services: total('own-your-data', 'after-service.failed', 'after-service.wrong'),
          messages: total('schema-discipline', 'one-change.components-broken'),
        },
      },
    ],
  },
  {
    id: 'latency',
    label: 'Latency model',
    prediction: { databases: 'Pull-based', services: 'Request-response', messages: 'Asynchronous' },
    ranks: NO_ORDER,
    measures: [
      ...(['p50', 'p99', 'max'] as const).map((name) => ({
        id: name,
        label: `time from write to visible, ${name === 'max' ? 'maximum' : name}`,
        unit: 'ms',
        sources: visibility((mode) => same('write-to-visible', `${mode}.${name}`)),
      })),
      {
        id: 'first-read',
        label: 'orders found by the first read after the write',
        unit: '%',
        sources: visibility((mode) => sharePercent('write-to-visible', `${mode}.first-read`)),
      },
    ],
  },
  {
    id: 'evolution',
    label: 'Evolution complexity',
    prediction: { databases: 'High', services: 'Medium', messages: 'Low (if schema discipline exists)' },
    ranks: { databases: 2, services: 1, messages: 0 },
    measures: [
      {
        id: 'must-deploy',
        label: 'components that must deploy for one schema change',
        unit: 'components',
        sources: {
          databases: same('own-your-data', 'deployments.table'),
          services: same('own-your-data', 'deployments.service'),
          messages: same('schema-discipline', 'one-change.must-deploy'),
        },
      },
      {
        id: 'must-deploy-undisciplined',
        label: 'components that must deploy when consumers do not look up schemas',
        unit: 'components',
        unordered: true,
        sources: {
          databases: notApplicable('a reader of a table has no schema to look up'),
          services: notApplicable('a client keeps the contract that it was built with'),
          messages: same('schema-discipline', 'one-change.known-schemas-must-deploy'),
        },
      },
      {
        id: 'pairs-refused',
        label: 'incompatible pairs of versions',
        unit: '%',
        sources: {
          databases: sharePercent('compatibility-matrix', ...STRATEGIES.map((name) => `${name}.refused`)),
          services: sharePercent('versioned-interfaces', 'matrix.refused'),
          messages: sharePercent('schema-discipline', 'matrix.refused'),
        },
      },
    ],
  },
  {
    id: 'failure',
    label: 'Failure behaviour',
    prediction: {
      databases: 'DB becomes bottleneck',
      services: 'Cascading failure possible',
      messages: 'Decoupled & resilient',
    },
    // Both of the first two fail with the part that is down; no word says which one more.
    ranks: { databases: 1, services: 1, messages: 0 },
    measures: [
      {
        id: 'refused',
        label: 'requests refused while the other part is down',
        unit: '%',
        sources: {
          databases: computed(
            'shared-table-coupling',
            ['table-gone.profile-status', 'table-gone.order-status'],
            (statuses) => percent(statuses.filter((status) => Number(status) >= 500).length, statuses.length),
          ),
          services: refusedOfOutage('coupled'),
          messages: missingPercent('loose-coupling', 'outage.orders-accepted'),
        },
      },
      {
        id: 'refused-with-fallback',
        label: 'requests refused when the caller has a fallback',
        unit: '%',
        unordered: true,
        sources: {
          databases: notApplicable('nothing else has the data of the table'),
          services: refusedOfOutage('fallback'),
          messages: notApplicable('a producer does not wait for consumers, so it needs no fallback'),
        },
      },
      {
        id: 'queued',
        label: 'events queued during the outage',
        unit: 'events',
        unordered: true,
        sources: {
          databases: NOTHING_WAITS,
          services: NOTHING_WAITS,
          messages: same('loose-coupling', 'outage.queued'),
        },
      },
      {
        id: 'lost',
        label: 'orders or events lost after recovery and client retries',
        unit: 'orders',
        sources: {
          databases: missing('transactions', 'crash-after-payment.retried-both'),
          services: missing('availability-coupling', 'clients-back.placed'),
          messages: same('loose-coupling', 'outage.lost'),
        },
      },
    ],
  },
  {
    id: 'suitability',
    label: 'Suitability',
    prediction: {
      databases: 'Monoliths / legacy',
      services: 'Microservices',
      messages: 'Event-driven / distributed systems',
    },
    ranks: NO_ORDER,
    measures: [
      {
        id: 'requests-per-order',
        label: 'billable AWS requests per order',
        unit: 'requests',
        sources: {
          databases: same('cost-per-order', 'databases.requests'),
          services: same('cost-per-order', 'services.requests'),
          messages: same('cost-per-order', 'messages.requests'),
        },
      },
      {
        id: 'dollars-per-million',
        label: 'cost of a million orders',
        unit: 'USD',
        sources: {
          databases: same('cost-per-order', 'databases.dollars-per-million'),
          services: same('cost-per-order', 'services.dollars-per-million'),
          messages: same('cost-per-order', 'messages.dollars-per-million'),
        },
      },
    ],
  },
];
