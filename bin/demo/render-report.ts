import { styleText } from 'node:util';
import type { Outcome } from '../../scenarios/kit/finding.ts';
import type { ScenarioResult } from '../../scenarios/kit/run-scenario.ts';
import { table } from '../table.ts';
import { wrap } from '../wrap.ts';
import { renderFindings } from './render-findings.ts';
import type { DemoReport } from './report.ts';

const MARKS: Record<ScenarioResult['outcome'], () => string> = {
  'as-expected': () => styleText('green', '✔'),
  differs: () => styleText('red', '✖'),
  'not-exercised': () => styleText('yellow', '–'),
};

export interface RenderOptions {
  /** Columns of the terminal; lines are broken between words. */
  width?: number;
  /** All findings, not only those that differ. */
  verbose?: boolean;
}

/** Outcome, takeaway and seconds of a scenario, then every finding that differs (or every finding). */
export function renderScenario(result: ScenarioResult, options: RenderOptions = {}): string {
  const { width = Number.POSITIVE_INFINITY, verbose = false } = options;
  const { id, outcome, takeaway, seconds, findings } = result;
  const title = `${MARKS[outcome]()} ${styleText('bold', id)}  ${styleText('dim', `${seconds} s`)}`;
  const shown = verbose ? findings : findings.filter((finding) => finding.outcome === 'differs');
  return [
    title,
    ...wrap(takeaway, width - 2).map((line) => `  ${line}`),
    ...(verbose ? wrap(`Question: ${result.question}`, width - 2).map((line) => `  ${line}`) : []),
    ...(shown.length > 0 ? [renderFindings(shown, width)] : []),
  ].join('\n');
}

/** A row for each scenario, and the verdict of the run. */
export function renderSummary({ target, seconds, scenarios }: DemoReport): string {
  const count = ({ findings }: ScenarioResult, outcome: Outcome) =>
    String(findings.filter((finding) => finding.outcome === outcome).length);
  const rows = scenarios.map((result) => [
    result.id,
    result.mode,
    count(result, 'as-expected'),
    count(result, 'differs'),
    count(result, 'measured'),
    count(result, 'not-exercised'),
    result.seconds.toFixed(1),
  ]);
  const head = ['scenario', 'mode', 'as expected', 'differ', 'measured', 'not exercised', 'seconds'];
  const differing = scenarios.reduce((sum, result) => sum + Number(count(result, 'differs')), 0);
  const verdict =
    differing === 0
      ? 'All findings are as expected'
      : `${differing} ${differing === 1 ? 'finding differs' : 'findings differ'} from the expectation`;
  return `${table([head, ...rows])}\n\n${verdict} (target: ${target}, ${seconds} s).`;
}
