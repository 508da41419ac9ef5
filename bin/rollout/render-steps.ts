import type { Release, StepResult } from '../../driver/rollout/rollout.ts';
import { table } from '../table.ts';

/** The steps as a table. */
export function renderSteps(steps: readonly StepResult[], to: Release): string {
  return table([
    ['share', `writes by ${to.name}`, 'failed requests', 'canaries with a loss', 'verdict'],
    ...steps.map((step) => [`${step.percent} %`, ...figures(step), verdict(step)]),
  ]);
}

function figures({ judged, writes, writesByNew, requests, errors, losses }: StepResult): string[] {
  if (!judged) return ['-', '-', '-'];
  const canaries = new Set(losses.map(({ canary }) => canary));
  return [`${writesByNew} of ${writes}`, `${errors} of ${requests}`, String(canaries.size)];
}

function verdict({ judged, objection }: StepResult): string {
  if (!judged) return 'not judged';
  return objection === undefined ? 'passed' : `rolled back: ${objection}`;
}

/** More losses of one release look like the first ones. */
const MAX_LOSSES = 5;

/** What was lost, with an empty line after it; nothing when nothing was. */
export function renderLosses(steps: readonly StepResult[]): string {
  const losses = steps.flatMap((step) => step.losses);
  if (losses.length === 0) return '';
  const rows = losses
    .slice(0, MAX_LOSSES)
    .map(({ canary, field, before, after, writtenBy }) => [
      canary,
      field,
      before,
      after ?? '(missing)',
      writtenBy ?? '',
    ]);
  const more = losses.length > MAX_LOSSES ? [`and ${losses.length - MAX_LOSSES} more`] : [];
  return [table([['canary', 'field', 'before', 'after', 'written by'], ...rows]), ...more, '', ''].join('\n');
}
