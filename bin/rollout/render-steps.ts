import { table } from '../table.ts';
import type { Release, StepResult } from './rollout.ts';

/** The steps as a table. */
export function renderSteps(steps: readonly StepResult[], to: Release): string {
  return table([
    ['share', `updates by ${to.name}`, 'failed requests', 'canaries with a loss', 'verdict'],
    ...steps.map(({ percent, updates, updatesByNew, requests, errors, lost, objection }) => [
      `${percent} %`,
      `${updatesByNew} of ${updates}`,
      `${errors} of ${requests}`,
      String(lost),
      objection === undefined ? 'good' : `back: ${objection}`,
    ]),
  ]);
}
