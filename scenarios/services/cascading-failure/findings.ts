import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';
import { rounded } from '../../kit/rounded.ts';
import type { Outage } from './observe-outage.ts';
import { type Answered, isOk } from './traffic.ts';

const IN_TIME_MS = 300;
const MIN_IN_TIME_PERCENT = 99;

export const NAMES = {
  without: 'Fraud hangs, clients without protections',
  with: 'Fraud hangs, clients with protections',
};
type Name = keyof typeof NAMES;

const group = (name: Name): FindingGroup => findingGroup(`${name}-protections`, NAMES[name]);
const READS_IN_TIME = `reads that succeeded within ${IN_TIME_MS} ms`;

/** @param fraudCalls calls of payments that reached fraud during the outage */
export function outageFindings(name: Name, outage: Outage, fraudCalls: number): Finding[] {
  const { checkouts, reads, later } = outage;
  const { measured, equals, notExercised, within } = group(name);
  const count = <T>(answers: readonly T[], wanted: (answer: T) => boolean) => ({
    observed: answers.filter(wanted).length,
    of: answers.length,
  });
  const percent = { observed: rounded(inTimePercent(reads)), unit: '%' };
  const onThisMachine = inTimePercent(reads.filter(({ service }) => service === CONTROL));
  const recovery = 'time until checkouts got full answers again';
  return [
    name === 'without'
      ? measured('reads-in-time', READS_IN_TIME, percent)
      : onThisMachine < MIN_IN_TIME_PERCENT
        ? notExercised('reads-in-time', READS_IN_TIME, { unit: '%', reason: tooBusy(onThisMachine) })
        : within('reads-in-time', READS_IN_TIME, { min: MIN_IN_TIME_PERCENT, ...percent }),
    measured('reads-throttled', 'reads throttled', { ...count(reads, isThrottled), unit: 'requests' }),
    measured('checkouts-throttled', 'checkouts throttled', {
      ...count(checkouts, isThrottled),
      unit: 'requests',
    }),
    measured('placed', 'orders placed', { ...count(checkouts, isOk), unit: 'orders' }),
    measured('degraded', 'orders placed without an assessment', {
      ...count(checkouts, ({ isDegraded }) => isDegraded),
      unit: 'orders',
    }),
    measured('fraud-calls-per-order', 'calls to fraud per admitted order (amplification)', {
      observed: rounded(callsPerOrder(outage, fraudCalls)),
      unit: 'calls',
    }),
    measured('failed-later', 'checkouts that failed after the end of the outage', {
      ...count(later, (checkout) => !isOk(checkout)),
      unit: 'requests',
    }),
    outage.recoveryMs === undefined
      ? equals('recovery', recovery, { expected: 'less than a minute', observed: 'more than a minute' })
      : measured('recovery', recovery, { observed: rounded(outage.recoveryMs / 1000), unit: 's' }),
  ];
}

type Counted = readonly [outage: Outage, fraudCalls: number];

export function comparison(without: Counted, protected_: Counted): Finding[] {
  const { equals } = findingGroup('comparison', 'Protections compared with none');
  const isGreater = (more: number, less: number) =>
    ({ expected: 'yes', observed: more > less ? 'yes' : 'no' }) as const;
  return [
    equals('more-reads-in-time', `higher share of ${READS_IN_TIME}`, {
      ...isGreater(inTimePercent(protected_[0].reads), inTimePercent(without[0].reads)),
    }),
    equals('more-orders-placed', 'higher share of orders placed', {
      ...isGreater(share(protected_[0].checkouts, isOk), share(without[0].checkouts, isOk)),
    }),
    equals('fewer-fraud-calls', 'fewer calls to fraud per admitted order', {
      ...isGreater(callsPerOrder(...without), callsPerOrder(...protected_)),
    }),
  ];
}

export function notExercised(): Finding[] {
  const reason = 'the shop is deployed without fault injection (dataflow deploy --faults)';
  return (['without', 'with'] as const).map((name) =>
    group(name).notExercised('reads-in-time', READS_IN_TIME, { unit: '%', reason }),
  );
}

/** Its function calls no other and has concurrency of its own: if its reads are late, the machine is what is slow. */
const CONTROL = 'profiles';

function tooBusy(percent: number): string {
  return `the machine was too busy: of the reads of ${CONTROL}, which fraud cannot reach, ${rounded(percent)} % were in time`;
}

const isThrottled = (answer: Answered) => answer.isThrottled;

function inTimePercent(reads: readonly Answered[]): number {
  return 100 * share(reads, (read) => isOk(read) && read.ms <= IN_TIME_MS);
}

function callsPerOrder({ checkouts }: Outage, fraudCalls: number): number {
  return fraudCalls / Math.max(1, checkouts.filter((checkout) => !checkout.isThrottled).length);
}

function share<T>(answers: readonly T[], wanted: (answer: T) => boolean): number {
  return answers.length === 0 ? 0 : answers.filter(wanted).length / answers.length;
}
