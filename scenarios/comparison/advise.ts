import { COMPARED_MODES, type ComparedMode, type Comparison, type Evidence, findRow } from './comparison.ts';
import { type Limit, limitsOf, type Requirements } from './requirements.ts';

/** One requirement, held against the number of one mode. */
export interface Check extends Omit<Limit, 'rows'> {
  /** Id, label and unit of the row of the comparison. */
  row: string;
  label: string;
  unit: string;
  /** Null when there is no number. */
  value: number | null;
  /** `not-known` when there is no number to decide it. */
  outcome: 'met' | 'not-met' | 'not-known';
  /** Why there is no number. */
  reason?: string;
  evidence: Evidence[];
}

export interface ModeAdvice {
  mode: ComparedMode;
  /** `no` as soon as one requirement is not met; `not-known` when one has no number and all others are met. */
  fits: 'yes' | 'no' | 'not-known';
  checks: Check[];
  /** Of a million orders, as decimal text; null when it was not measured. */
  dollarsPerMillion: string | null;
}

/** Which modes meet the requirements, by what was measured. */
export interface Advice {
  requirements: Requirements;
  modes: ModeAdvice[];
  /** Modes that meet every requirement, the cheapest first and those without a measured cost last. */
  recommended: ComparedMode[];
}

export function advise(comparison: Comparison, requirements: Requirements): Advice {
  const limits = limitsOf(requirements);
  const modes = COMPARED_MODES.map((mode): ModeAdvice => {
    const checks = limits.map((limit) => checkOf(limit, mode, comparison));
    const cost = findRow(comparison, 'suitability.dollars-per-million')?.cells[mode].value ?? null;
    return { mode, fits: fitOf(checks), checks, dollarsPerMillion: cost === null ? null : String(cost) };
  });
  const fitting = modes.filter(({ fits }) => fits === 'yes');
  fitting.sort((a, b) => compare(costOf(a), costOf(b)));
  return { requirements, modes, recommended: fitting.map(({ mode }) => mode) };
}

function checkOf({ rows, ...limit }: Limit, mode: ComparedMode, comparison: Comparison): Check {
  const found = rows.flatMap((id) => findRow(comparison, id) ?? []);
  const row = found.find(({ cells }) => cells[mode].value !== null) ?? found[0];
  if (row === undefined) throw new Error(`The comparison has no row ${rows[0]}`);
  const { value, outcome, reason, evidence } = row.cells[mode];
  const check = { ...limit, row: row.id, label: row.label, unit: row.unit, evidence };
  if (outcome === 'not-applicable') {
    // What a mode does not do is none of it.
    return { ...check, value: null, outcome: 'met', ...(reason !== undefined && { reason }) };
  }
  if (value === null)
    return { ...check, value, outcome: 'not-known', ...(reason !== undefined && { reason }) };
  return { ...check, value: Number(value), outcome: isWithin(Number(value), limit) ? 'met' : 'not-met' };
}

/** Written so that NaN lies within no limit. */
function isWithin(value: number, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) {
  return value >= min && value <= max;
}

function fitOf(checks: readonly Check[]): ModeAdvice['fits'] {
  if (checks.some(({ outcome }) => outcome === 'not-met')) return 'no';
  return checks.some(({ outcome }) => outcome === 'not-known') ? 'not-known' : 'yes';
}

function costOf({ dollarsPerMillion }: ModeAdvice): number {
  return dollarsPerMillion === null ? Number.POSITIVE_INFINITY : Number(dollarsPerMillion);
}

/** Infinity is not less than infinity. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
