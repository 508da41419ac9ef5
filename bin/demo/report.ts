import { styleText } from 'node:util';
import type { Finding } from '../../scenarios/finding.ts';
import type { ScenarioResult } from '../../scenarios/run-scenario.ts';

/** What `demo --json` writes. */
export interface DemoReport {
  target: string;
  /** From the command to the last finding, deployment included. */
  seconds: number;
  scenarios: ScenarioResult[];
}

/** The findings of a scenario as a person reads them: what was seen, and what was expected where that differs. */
export function renderScenario({ id, question, ok, findings }: ScenarioResult): string {
  const rows = findings.map((finding) => ({ finding, observed: quantity(finding.observed, finding.unit) }));
  const nameWidth = Math.max(...rows.map(({ finding }) => finding.name.length));
  const observedWidth = Math.max(...rows.map(({ observed }) => observed.length));
  const lines = rows.map(
    ({ finding, observed }) =>
      `  ${mark(finding)} ${finding.name.padEnd(nameWidth)}  ${observed.padStart(observedWidth)}  ${expectation(finding)}`,
  );
  const title = styleText('bold', `${ok ? '✔' : '✖'} ${id}`);
  return [title, `  ${question}`, ...lines.map((line) => line.trimEnd())].join('\n');
}

function mark({ ok, expected }: Finding): string {
  if (!ok) return styleText('red', '✖');
  return expected === 'measured' ? styleText('dim', '·') : styleText('green', '✔');
}

function expectation({ expected, unit, ok }: Finding): string {
  if (expected === 'measured') return styleText('dim', 'measured');
  return styleText(ok ? 'dim' : 'red', `expected ${quantity(expected, unit)}`);
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
