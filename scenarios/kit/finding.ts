/**
 * - `as-expected` and `differs`: the observed value was compared with an expectation.
 * - `measured`: a figure without an expectation.
 * - `not-exercised`: what the finding is about did not happen in this run, so there is nothing to compare.
 */
export type Outcome = 'as-expected' | 'differs' | 'measured' | 'not-exercised';

export type Value = string | number;

/** Bounds of a number; both belong to the allowed range. */
export interface Bounds {
  min?: number;
  max?: number;
}

/** One observation of a scenario as data. Tests, reports and tables refer to findings by `id`, never by label. */
export interface Finding {
  /** `<group>.<name>` in kebab-case, unique in the scenario and stable over releases, such as `full-put.updates-lost`. */
  id: string;
  /** Heading that the finding is shown under. */
  group: string;
  /** A noun phrase that makes sense under its group. */
  label: string;
  /** Null when the finding was only measured or not exercised. */
  expected: Value | Bounds | null;
  /** Null when not exercised. Money and other exact decimals are text. */
  observed: Value | null;
  /** What the numbers count, such as `orders` or `ms`; empty for texts. */
  unit: string;
  /** The total that a count is out of. */
  of?: number;
  /** Why the finding was not exercised. */
  reason?: string;
  outcome: Outcome;
}

interface Quantity {
  unit?: string;
  of?: number;
}

/** Makes the findings of one group. `outcome` is computed here and nowhere else. */
export interface FindingGroup {
  /** Numbers are compared by value, texts (exact decimals among them) character by character. */
  equals<T extends Value>(
    name: string,
    label: string,
    finding: Quantity & { expected: T; observed: T },
  ): Finding;
  /** The observed number lies between `min` and `max`, both included; one of them may be left out. */
  within(name: string, label: string, finding: Quantity & Bounds & { observed: number }): Finding;
  measured(name: string, label: string, finding: Quantity & { observed: Value }): Finding;
  notExercised(name: string, label: string, finding: { unit?: string; reason: string }): Finding;
}

export function findingGroup(groupId: string, group: string): FindingGroup {
  const base = (name: string, label: string, { unit = '', of }: Quantity) => ({
    id: `${groupId}.${name}`,
    group,
    label,
    unit,
    ...(of !== undefined && { of }),
  });
  return {
    equals: (name, label, { expected, observed, ...quantity }) => ({
      ...base(name, label, quantity),
      expected,
      observed,
      outcome: observed === expected ? 'as-expected' : 'differs',
    }),
    within: (name, label, { min, max, observed, ...quantity }) => ({
      ...base(name, label, quantity),
      expected: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
      observed,
      // Written so that NaN lies within no bounds.
      outcome:
        observed >= (min ?? Number.NEGATIVE_INFINITY) && observed <= (max ?? Number.POSITIVE_INFINITY)
          ? 'as-expected'
          : 'differs',
    }),
    measured: (name, label, { observed, ...quantity }) => ({
      ...base(name, label, quantity),
      expected: null,
      observed,
      outcome: 'measured',
    }),
    notExercised: (name, label, { unit = '', reason }) => ({
      ...base(name, label, { unit }),
      expected: null,
      observed: null,
      reason,
      outcome: 'not-exercised',
    }),
  };
}
