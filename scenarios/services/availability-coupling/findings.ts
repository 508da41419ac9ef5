import { type Finding, findingGroup } from '../../kit/finding.ts';
import { type Call, PARTS } from './calls.ts';

export const GROUPS = {
  coupled: findingGroup('coupled', 'Outage of fraud, payments without a fallback'),
  fallback: findingGroup('fallback', 'Outage of fraud, payments with a fallback'),
  scattered: findingGroup('scattered', 'Scattered failures of fraud, payments without a fallback'),
  asynchronous: findingGroup('asynchronous', 'Outage of fraud, clients that do not wait for their payment'),
};

const AVAILABILITY = 'orders placed (availability)';

/** Without a fallback, an order needs every part; with one, it does not need fraud. */
export function outageFindings(name: 'coupled' | 'fallback', calls: readonly Call[]): Finding[] {
  const { equals, measured } = GROUPS[name];
  const degraded = name === 'fallback' ? calls.filter(({ parts }) => !parts.fraud).length : 0;
  return [
    ...PARTS.map((part) =>
      measured(part, `availability of ${part} alone`, { observed: partAvailability(calls, part), unit: '%' }),
    ),
    measured('product', 'product of the availabilities of the parts', {
      observed: product(calls),
      unit: '%',
    }),
    equals('availability', AVAILABILITY, {
      expected: name === 'coupled' ? product(calls) : 100,
      observed: availability(calls),
      unit: '%',
    }),
    equals('degraded', 'orders placed with a degraded answer', {
      expected: degraded,
      observed: calls.filter(({ isDegraded }) => isDegraded).length,
      unit: 'orders',
      of: calls.length,
    }),
  ];
}

/** Chance decides which calls fail: nothing is expected. */
export function scatteredFindings(calls: readonly Call[]): Finding[] {
  const { measured } = GROUPS.scattered;
  return [
    measured('fraud', 'availability of fraud alone', {
      observed: partAvailability(calls, 'fraud'),
      unit: '%',
    }),
    measured('product', 'product of the availabilities of the parts', {
      observed: product(calls),
      unit: '%',
    }),
    measured('availability', `${AVAILABILITY}, with retries`, { observed: availability(calls), unit: '%' }),
  ];
}

export interface Requested {
  asked: number;
  accepted: number;
  /** During the outage, of those that were accepted in it. */
  decided: number;
  assessed: number;
}

export function asynchronousFindings({ asked, accepted, decided, assessed }: Requested): Finding[] {
  const { equals } = GROUPS.asynchronous;
  return [
    equals('availability', 'payments accepted (availability)', {
      expected: 100,
      observed: percent(accepted / asked),
      unit: '%',
    }),
    equals('decided-without-fraud', 'payments decided during the outage', {
      expected: 0,
      observed: decided,
      unit: 'payments',
    }),
    equals('assessed', 'payments that fraud assessed, after the outage at the latest', {
      expected: asked,
      observed: assessed,
      unit: 'payments',
      of: asked,
    }),
  ];
}

export function clientsBack(failed: number, placed: number): Finding {
  return findingGroup('clients-back', 'Clients whose order failed come back').equals(
    'placed',
    'orders placed',
    {
      expected: failed,
      observed: placed,
      unit: 'orders',
      of: failed,
    },
  );
}

export function notExercised(): Finding[] {
  const reason = 'the shop is deployed without fault injection (dataflow deploy --faults)';
  return Object.values(GROUPS).map(({ notExercised: finding }) =>
    finding('availability', AVAILABILITY, { unit: '%', reason }),
  );
}

function availability(calls: readonly Call[]): number {
  return percent(calls.filter(({ isPlaced }) => isPlaced).length / calls.length);
}

function partAvailability(calls: readonly Call[], part: (typeof PARTS)[number]): number {
  return percent(calls.filter(({ parts }) => parts[part]).length / calls.length);
}

function product(calls: readonly Call[]): number {
  return percent(PARTS.reduce((share, part) => (share * partAvailability(calls, part)) / 100, 1));
}

/** With one digit after the point. */
function percent(share: number): number {
  return Math.round(1000 * share) / 10;
}
