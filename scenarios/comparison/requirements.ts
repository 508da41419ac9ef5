/** What may happen to requests and data while the other part is down. */
export const FAILURES = ['refused', 'delayed', 'lost'] as const;
export type Failure = (typeof FAILURES)[number];

/** The answers to the five design questions. What is not answered requires nothing. */
export interface Requirements {
  /** How fast must the consumer see new data? In milliseconds. */
  visibleWithinMs?: number;
  /** Can communication be delayed? `none`: the first read after a write must find it. */
  delay?: 'allowed' | 'none';
  /** What failure modes are acceptable? The others are not. */
  acceptedFailures?: readonly Failure[];
  /** How often does the schema evolve? `often`: a change must break no other component. */
  schemaChanges?: 'rarely' | 'often';
  /** Who owns the data long-term? `one-team`: a change of its schema must need no deployment of others. */
  dataOwner?: 'one-team' | 'shared';
}

/** A number of the comparison that a requirement limits. Both bounds are allowed values. */
export interface Limit {
  requirement: keyof Requirements;
  /** The row that has the number; the first one with a number of the mode counts. */
  rows: readonly string[];
  min?: number;
  max?: number;
}

const ROW_OF_FAILURE: Record<Failure, string> = {
  refused: 'failure.refused',
  delayed: 'failure.queued',
  lost: 'failure.lost',
};

/** The numbers that requirements limit. */
export function limitsOf(requirements: Requirements): Limit[] {
  const { visibleWithinMs, delay, acceptedFailures, schemaChanges, dataOwner } = requirements;
  const limits: Limit[] = [];
  if (visibleWithinMs !== undefined) {
    // Where there are too few samples for a 99th percentile, the slowest one counts.
    const rows = ['latency.p99', 'latency.max'];
    limits.push({ requirement: 'visibleWithinMs', rows, max: visibleWithinMs });
  }
  if (delay === 'none') limits.push({ requirement: 'delay', rows: ['latency.first-read'], min: 100 });
  if (acceptedFailures !== undefined) {
    const excluded = FAILURES.filter((failure) => !acceptedFailures.includes(failure));
    for (const failure of excluded) {
      limits.push({ requirement: 'acceptedFailures', rows: [ROW_OF_FAILURE[failure]], max: 0 });
    }
  }
  if (schemaChanges === 'often') {
    limits.push({ requirement: 'schemaChanges', rows: ['coupling.components-broken'], max: 0 });
  }
  if (dataOwner === 'one-team') {
    limits.push({ requirement: 'dataOwner', rows: ['evolution.must-deploy'], max: 1 });
  }
  return limits;
}
