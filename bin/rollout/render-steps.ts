import type { Release, StepResult } from './rollout.ts';

/** The steps as a table. */
export function renderSteps(steps: readonly StepResult[], to: Release): string {
  const rows = [
    ['share', `updates by ${to.name}`, 'failed requests', 'canaries with a loss', 'verdict'],
    ...steps.map(({ percent, updates, updatesByNew, requests, errors, lost, objection }) => [
      `${percent} %`,
      `${updatesByNew} of ${updates}`,
      `${errors} of ${requests}`,
      String(lost),
      objection === undefined ? 'good' : `back: ${objection}`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
