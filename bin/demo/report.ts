import { styleText } from 'node:util';
import type { Finding } from '../../scenarios/kit/finding.ts';
import type { ScenarioResult } from '../../scenarios/kit/run-scenario.ts';
import { wrap } from '../wrap.ts';

/** What `demo --json` writes. */
export interface DemoReport {
  target: string;
  /** From the command to the last finding, deployment included. */
  seconds: number;
  scenarios: ScenarioResult[];
}

/** A value that is a sentence, such as the reason of a failure, has lines of its own. */
const LONGEST_IN_COLUMN = 32;
const SHORTEST_NAME_COLUMN = 24;

/**
 * The findings of a scenario as a person reads them: what was observed, and what was expected where that differs.
 * `width` is that of the terminal; lines are broken between words.
 */
export function renderScenario(
  { id, question, ok, findings }: ScenarioResult,
  width: number = Number.POSITIVE_INFINITY,
): string {
  const rows = findings.map((finding) => ({
    finding,
    observed: quantity(finding.observed, finding.unit),
    expected: expectation(finding),
  }));
  const inColumn = rows.filter(({ observed }) => observed.length <= LONGEST_IN_COLUMN);
  const observedWidth = Math.max(0, ...inColumn.map(({ observed }) => observed.length));
  const expectedWidth = Math.max(0, ...rows.map(({ expected }) => expected.length));
  const available = Math.max(SHORTEST_NAME_COLUMN, width - observedWidth - expectedWidth - 8);
  const nameWidth = Math.min(available, Math.max(...findings.map(({ name }) => name.length)));

  const lines = rows.flatMap(({ finding, observed, expected }) => {
    const [first = '', ...more] = wrap(finding.name, nameWidth);
    const short = observed.length <= LONGEST_IN_COLUMN;
    const value = (short ? observed : '').padStart(observedWidth);
    const colour = finding.ok ? 'dim' : 'red';
    return [
      `  ${mark(finding)} ${first.padEnd(nameWidth)}  ${value}  ${styleText(colour, expected)}`.trimEnd(),
      ...more.map((rest) => `    ${rest}`),
      ...(short ? [] : wrap(observed, width - 4).map((rest) => `    ${rest}`)),
    ];
  });
  const title = styleText('bold', `${ok ? '✔' : '✖'} ${id}`);
  return [title, ...wrap(question, width - 2).map((line) => `  ${line}`), ...lines].join('\n');
}

function mark({ ok, expected }: Finding): string {
  if (!ok) return styleText('red', '✖');
  return expected === 'measured' ? styleText('dim', '·') : styleText('green', '✔');
}

function expectation({ expected, unit }: Finding): string {
  return expected === 'measured' ? 'measured' : `expected ${quantity(expected, unit)}`;
}

function quantity(value: string | number, unit: string): string {
  return `${value} ${unit}`.trimEnd();
}

/** The last line of a demo. */
export function renderVerdict({ target, seconds, scenarios }: DemoReport): string {
  const failed = scenarios.flatMap(({ findings }) => findings.filter(({ ok }) => !ok)).length;
  const verdict =
    failed === 0
      ? 'Every finding is as expected'
      : `${failed} ${failed === 1 ? 'finding differs' : 'findings differ'} from what was expected`;
  return `${verdict} (${target}, ${seconds} s).`;
}
