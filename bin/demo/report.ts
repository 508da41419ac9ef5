import type { Comparison } from '../../scenarios/comparison/comparison.ts';
import type { ScenarioResult } from '../../scenarios/kit/run-scenario.ts';
import type { Size } from '../../scenarios/kit/scenario.ts';

/** The shape of `demo --json`. A change that readers must know about raises `schemaVersion`. */
export interface DemoReport {
  schemaVersion: 1;
  target: string;
  /** Seed of the generated orders; null when orders were read from files. */
  seed: number | null;
  size: Size;
  /** From the command to the last finding, deployment included. */
  seconds: number;
  scenarios: ScenarioResult[];
  /** The three modes side by side. Each number names the findings that it comes from. */
  comparison: Comparison;
}
