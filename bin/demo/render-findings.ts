import { styleText } from 'node:util';
import type { Bounds, Finding, Outcome, Value } from '../../scenarios/kit/finding.ts';
import { wrap } from '../wrap.ts';

/** A value that is a sentence, such as the reason of a failure, has lines of its own. */
const MAX_COLUMN = 32;
const MIN_LABEL_COLUMN = 24;

/** Findings under the headings of their groups: mark, label, observed value, expectation. */
export function renderFindings(findings: readonly Finding[], width = Number.POSITIVE_INFINITY): string {
  const rows = findings.map((finding) => ({
    finding,
    observed: observedText(finding),
    expected: expectedText(finding),
  }));
  const inColumn = rows.filter(({ observed }) => observed.length <= MAX_COLUMN);
  const observedWidth = Math.max(0, ...inColumn.map(({ observed }) => observed.length));
  const expectedWidth = Math.max(0, ...rows.map(({ expected }) => expected.length));
  const available = Math.max(MIN_LABEL_COLUMN, width - observedWidth - expectedWidth - 10);
  const labelWidth = Math.min(available, Math.max(0, ...findings.map(({ label }) => label.length)));

  const groups = Map.groupBy(rows, ({ finding }) => finding.group);
  return [...groups]
    .flatMap(([group, own]) => [
      ...wrap(group, width - 2).map((line) => `  ${styleText('bold', line)}`),
      ...own.flatMap(({ finding, observed, expected }) => {
        const [first = '', ...more] = wrap(finding.label, labelWidth);
        const short = observed.length <= MAX_COLUMN;
        const value = (short ? observed : '').padStart(observedWidth);
        const colour = finding.outcome === 'differs' ? 'red' : 'dim';
        const mark = MARKS[finding.outcome];
        return [
          `    ${mark()} ${first.padEnd(labelWidth)}  ${value}  ${styleText(colour, expected)}`.trimEnd(),
          ...more.map((rest) => `      ${rest}`),
          ...(short ? [] : wrap(observed, width - 6).map((rest) => `      ${rest}`)),
        ];
      }),
    ])
    .join('\n');
}

const MARKS: Record<Outcome, () => string> = {
  'as-expected': () => styleText('green', '✔'),
  differs: () => styleText('red', '✖'),
  measured: () => styleText('dim', '·'),
  'not-exercised': () => styleText('yellow', '–'),
};

function observedText({ observed, of, unit }: Finding): string {
  if (observed === null) return 'not exercised';
  return withUnit(of === undefined ? `${observed}` : `${observed} of ${of}`, unit);
}

function expectedText({ expected, outcome, reason, unit }: Finding): string {
  if (outcome === 'not-exercised') return reason ?? '';
  return expected === null ? 'measured' : `expected ${withUnit(boundsText(expected), unit)}`;
}

function boundsText(expected: Value | Bounds): string {
  if (typeof expected !== 'object') return String(expected);
  const { min, max } = expected;
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}

function withUnit(text: string, unit: string): string {
  return `${text} ${unit}`.trimEnd();
}
