import type { Release, StepResult } from '../../driver/rollout/rollout.ts';
import { table } from '../table.ts';

/** The steps as a table. */
export function renderSteps(steps: readonly StepResult[], to: Release): string {
  return table([
    ['share', `updates by ${to.name}`, 'failed requests', 'canaries with a loss', 'verdict'],
    ...steps.map((step) => [`${step.percent} %`, ...figures(step), verdict(step)]),
  ]);
}

function figures({ judged, updates, updatesByNew, requests, errors, losses }: StepResult): string[] {
  if (!judged) return ['-', '-', '-'];
  const profiles = new Set(losses.map(({ profile }) => profile));
  return [`${updatesByNew} of ${updates}`, `${errors} of ${requests}`, String(profiles.size)];
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
    .map(({ profile, field, before, after, updatedBy }) => [
      profile,
      field,
      before,
      after ?? '(missing)',
      updatedBy ?? '',
    ]);
  const more = losses.length > MAX_LOSSES ? [`and ${losses.length - MAX_LOSSES} more`] : [];
  return [table([['profile', 'field', 'before', 'after', 'updated by'], ...rows]), ...more, '', ''].join(
    '\n',
  );
}
