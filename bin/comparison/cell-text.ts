import type { Agreement, Cell, Comparison, ComparisonRow } from '../../scenarios/comparison/comparison.ts';
import { COMPARED_MODES } from '../../scenarios/comparison/comparison.ts';

export function cellText({ outcome, value }: Cell): string {
  return value === null ? TEXTS[outcome] : String(value);
}

const TEXTS: Record<Cell['outcome'], string> = {
  measured: '',
  'not-exercised': 'not exercised',
  'not-applicable': 'none',
};

/** Whether measured numbers have the predicted order; empty where there is none to compare. */
export const AGREEMENT: Record<Agreement, string> = {
  yes: 'yes',
  partly: 'partly',
  no: 'no',
  'not-comparable': '',
};

/** Why cells have no number, each reason once, with the modes and rows that it holds for. */
export function reasons({ properties }: Comparison): string[] {
  const all = properties
    .flatMap(({ rows }) => rows)
    .flatMap(({ cells }) =>
      COMPARED_MODES.flatMap((mode) => {
        const { outcome, reason } = cells[mode];
        return reason === undefined ? [] : [{ mode, what: TEXTS[outcome], reason }];
      }),
    );
  const groups = Map.groupBy(all, ({ what, reason }) => (what === '' ? reason : `${what}: ${reason}`));
  return [...groups].map(([text, own]) => {
    const modes = [...new Set(own.map(({ mode }) => mode))];
    return `${modes.join(', ')}, ${text}`;
  });
}

/** Units that the label does not name. */
const MEASUREMENTS: readonly string[] = ['ms', '%', 'USD'];

export function labelText({ label, unit }: Pick<ComparisonRow, 'label' | 'unit'>): string {
  return MEASUREMENTS.includes(unit) ? `${label} (${unit})` : label;
}
