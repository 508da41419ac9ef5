import { styleText } from 'node:util';
import {
  COMPARED_MODES,
  type ComparedProperty,
  type Comparison,
  type ComparisonRow,
  isMeasured,
} from '../../scenarios/comparison/comparison.ts';
import { wrap } from '../wrap.ts';
import { AGREEMENT, cellText, labelText, reasons } from './cell-text.ts';

/** Together 100 columns, with two blanks between them. */
const LABEL_COLUMN = 35;
const MODE_COLUMN = 17;
const AGREEMENT_COLUMN = 6;
const WIDTHS = [LABEL_COLUMN, ...COMPARED_MODES.map(() => MODE_COLUMN), AGREEMENT_COLUMN];
const WIDTH = WIDTHS.reduce((sum, width) => sum + width + 2, -2);

export interface TableOptions {
  /** Leaves out rows without any number, as after a run of a few scenarios. */
  measuredOnly?: boolean;
}

/** The modes as columns; under each property the words that predict it, then what was measured. */
export function renderTable(comparison: Comparison, { measuredOnly = false }: TableOptions = {}): string {
  const shown = measuredOnly ? comparison.properties.flatMap(withNumbers) : comparison.properties;
  const head = line(['', ...COMPARED_MODES, 'order']);
  const properties = shown.flatMap(({ label, prediction, rows }) => [
    ...line([label, ...COMPARED_MODES.map((mode) => prediction[mode]), '']).map((text) =>
      styleText('bold', text),
    ),
    ...rows.flatMap(renderRow),
  ]);
  const notes = reasons({ properties: shown }).flatMap((reason) => wrap(reason, WIDTH));
  const legend = wrap(
    'Beside each property: what is predicted. Below it: what was measured. Order: whether the numbers are in the order that the prediction says.',
    WIDTH,
  );
  return [...head, ...properties, '', ...legend, ...notes].join('\n');
}

function withNumbers(property: ComparedProperty): ComparedProperty[] {
  const rows = property.rows.filter(isMeasured);
  return rows.length === 0 ? [] : [{ ...property, rows }];
}

function renderRow({ label, unit, cells, agreement }: ComparisonRow): string[] {
  const values = COMPARED_MODES.map((mode) => cellText(cells[mode]));
  return line([labelText({ label, unit }), ...values, AGREEMENT[agreement]], '  ');
}

/** Cells side by side, each broken into as many lines as it needs. */
function line(cells: readonly string[], indent = ''): string[] {
  const columns = cells.map((text, column) => {
    const margin = column === 0 ? indent : '';
    return wrap(text, (WIDTHS[column] ?? 0) - margin.length).map((part) => `${margin}${part}`);
  });
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((lines, column) => (lines[row] ?? '').padEnd(WIDTHS[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
