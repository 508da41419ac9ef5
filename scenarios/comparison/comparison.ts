import type { Value } from '../kit/finding.ts';

/** The modes that are compared, in the order of the columns. */
export const COMPARED_MODES = ['databases', 'services', 'messages'] as const;
export type ComparedMode = (typeof COMPARED_MODES)[number];

/** A finding that a number was computed from. */
export interface Evidence {
  scenario: string;
  finding: string;
  observed: Value;
  of?: number;
}

/**
 * - `measured`: computed from findings of this run.
 * - `not-exercised`: the scenario did not run, or did not come to the finding.
 * - `not-applicable`: the mode has nothing to measure here.
 */
export type CellOutcome = 'measured' | 'not-exercised' | 'not-applicable';

/** What one mode shows for one measure. */
export interface Cell {
  outcome: CellOutcome;
  /** Null unless measured. Money is decimal text. */
  value: Value | null;
  /** Why there is no value. */
  reason?: string;
  /** Empty unless measured. */
  evidence: Evidence[];
}

/**
 * Whether the numbers are in the order that the words of the prediction say: `partly` when some that should differ are
 * equal or were not exercised, `not-comparable` when no two of them are there, or when the words say no order.
 */
export type Agreement = 'yes' | 'partly' | 'no' | 'not-comparable';

/** One number for each mode. */
export interface ComparisonRow {
  /** `<property>.<measure>` in kebab-case, stable over releases. */
  id: string;
  label: string;
  unit: string;
  cells: Record<ComparedMode, Cell>;
  agreement: Agreement;
}

/** A property of the modes with the word that predicts it for each, and what was measured. */
export interface ComparedProperty {
  id: string;
  label: string;
  prediction: Record<ComparedMode, string>;
  rows: ComparisonRow[];
}

/** The `comparison` of `demo --json` and the output of `compare --json`. */
export interface Comparison {
  properties: ComparedProperty[];
}

/** @returns undefined when there is no such row */
export function findRow(comparison: Comparison, id: string): ComparisonRow | undefined {
  return comparison.properties.flatMap(({ rows }) => rows).find((row) => row.id === id);
}

/** Whether any mode has a number. */
export function isMeasured({ cells }: ComparisonRow): boolean {
  return Object.values(cells).some(({ outcome }) => outcome === 'measured');
}

export function hasMeasured({ properties }: Comparison): boolean {
  return properties.some(({ rows }) => rows.some(isMeasured));
}
