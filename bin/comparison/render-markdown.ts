import {
  type Cell,
  COMPARED_MODES,
  type ComparedProperty,
  type Comparison,
} from '../../scenarios/comparison/comparison.ts';
import { AGREEMENT, cellText, labelText, reasons } from './cell-text.ts';

/** A table as in the texts, and one for each property with the findings that its numbers come from. */
export function renderMarkdown(comparison: Comparison): string {
  const predictions = comparison.properties.map(({ label, prediction }) => [
    label,
    ...COMPARED_MODES.map((mode) => prediction[mode]),
  ]);
  return [
    '# The three modes of dataflow, compared',
    '',
    'What is predicted:',
    '',
    ...markdownTable(['property', ...COMPARED_MODES], predictions),
    ...comparison.properties.flatMap((property) => ['', `## ${property.label}`, '', ...measured(property)]),
    '',
    ...reasons(comparison).map((reason) => `- ${reason}`),
  ].join('\n');
}

function measured({ rows }: ComparedProperty): string[] {
  const head = ['measured', ...COMPARED_MODES, 'predicted order', 'findings'];
  return markdownTable(
    head,
    rows.map(({ label, unit, cells, agreement }) => [
      labelText({ label, unit }),
      ...COMPARED_MODES.map((mode) => cellText(cells[mode])),
      AGREEMENT[agreement],
      COMPARED_MODES.flatMap((mode) => evidenceText(cells[mode])).join('; '),
    ]),
  );
}

/** `scenario`: `finding`, `finding` */
function evidenceText({ evidence }: Cell): string[] {
  const scenarios = Map.groupBy(evidence, ({ scenario }) => scenario);
  return [...scenarios].map(
    ([scenario, own]) => `\`${scenario}\`: ${own.map(({ finding }) => `\`${finding}\``).join(', ')}`,
  );
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
}
