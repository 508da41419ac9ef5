import type { Finding, Value } from '../kit/finding.ts';

/** Where the number of one mode comes from. */
export type Source =
  | {
      readonly findings: readonly FindingName[];
      /** @param found in the order of `findings`; each has an observed value */
      value(found: readonly Observed[]): Value;
    }
  /** Why the mode has nothing to measure. */
  | { readonly notApplicable: string };

export interface FindingName {
  readonly scenario: string;
  readonly finding: string;
}

export type Observed = Pick<Finding, 'of'> & { observed: Value };

/** The sum of the findings of one scenario. */
export function total(scenario: string, ...ids: readonly string[]): Source {
  return {
    findings: named(scenario, ids),
    value: (found) => found.reduce((sum, finding) => sum + numberOf(finding), 0),
  };
}

/** One finding as it is. */
export function same(scenario: string, id: string): Source {
  return { findings: named(scenario, [id]), value: ([finding]) => observedIn(finding) };
}

/** What the findings leave of their totals, such as orders that did not come back. */
export function missing(scenario: string, ...ids: readonly string[]): Source {
  return { findings: named(scenario, ids), value: (found) => totalOf(found) - observedOf(found) };
}

/** `missing` as a share of the totals, in percent. */
export function missingPercent(scenario: string, ...ids: readonly string[]): Source {
  return {
    findings: named(scenario, ids),
    value: (found) => percent(totalOf(found) - observedOf(found), totalOf(found)),
  };
}

/** The findings as a share of their totals, in percent. */
export function sharePercent(scenario: string, ...ids: readonly string[]): Source {
  return { findings: named(scenario, ids), value: (found) => percent(observedOf(found), totalOf(found)) };
}

/** Computed from findings of one scenario. */
export function computed(
  scenario: string,
  ids: readonly string[],
  value: (values: readonly Value[]) => number,
): Source {
  return { findings: named(scenario, ids), value: (found) => value(found.map(({ observed }) => observed)) };
}

export function notApplicable(reason: string): Source {
  return { notApplicable: reason };
}

/** With one digit after the point. */
export function percent(part: number, whole: number): number {
  return Math.round((1000 * part) / whole) / 10;
}

function named(scenario: string, ids: readonly string[]): FindingName[] {
  return ids.map((finding) => ({ scenario, finding }));
}

function observedOf(found: readonly Observed[]): number {
  return found.reduce((sum, finding) => sum + numberOf(finding), 0);
}

function totalOf(found: readonly Observed[]): number {
  return found.reduce((sum, { of }) => sum + (of ?? Number.NaN), 0);
}

function numberOf({ observed }: Observed): number {
  return Number(observed);
}

function observedIn(finding: Observed | undefined): Value {
  if (finding === undefined) throw new Error('A source names no finding');
  return finding.observed;
}
