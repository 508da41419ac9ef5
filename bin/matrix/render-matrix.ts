import { styleText } from 'node:util';
import type { Cell } from '../../driver/records/matrix.ts';
import { REFUSED, WHOLE } from '../../driver/records/outcome.ts';

const LEGEND =
  '= whole   + with defaults   − without fields   ~ symbols replaced   ∗ with fields carried   ✖ refused';

/** A grid for each subject and strategy: a row for each writer, a column for each reader. */
export function renderMatrix(cells: readonly Cell[]): string {
  const grids = Map.groupBy(cells, ({ subject, strategy }) => `${subject}, ${strategy}`);
  return [...[...grids].map(([title, own]) => renderGrid(title, own)), LEGEND].join('\n\n');
}

function renderGrid(title: string, cells: readonly Cell[]): string {
  const rows = Map.groupBy(cells, ({ writer }) => writer);
  const readers = [...new Set(cells.map(({ reader }) => reader))];
  const head = `  ${'read by'.padEnd(14)}${readers.map((reader) => reader.padEnd(6)).join('')}`;
  const lines = [...rows].map(([writer, own]) => {
    const marks = own.map(({ predicted, observed }) => mark(observed, predicted === observed));
    return `  ${`written by ${writer}`.padEnd(14)}${marks.join('')}`.trimEnd();
  });
  return [styleText('bold', title), head.trimEnd(), ...lines].join('\n');
}

function mark(observed: string, asPredicted: boolean): string {
  const text = symbols(observed).padEnd(6);
  return asPredicted ? text : styleText('red', text);
}

function symbols(observed: string): string {
  if (observed === REFUSED) return '✖';
  if (observed === WHOLE) return '=';
  const parts: [string, string][] = [
    ['defaults', '+'],
    ['fields ignored', '−'],
    ['symbols replaced', '~'],
    ['fields carried', '∗'],
  ];
  const known = parts.flatMap(([words, symbol]) => (observed.includes(words) ? [symbol] : []));
  return known.length === 0 ? '?' : known.join('');
}
