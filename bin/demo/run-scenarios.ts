import { randomBytes } from 'node:crypto';
import type { Target } from '../../driver/targets/target.ts';
import { runScenario, type ScenarioResult } from '../../scenarios/kit/run-scenario.ts';
import type { OrdersInput, Scenario, Size } from '../../scenarios/kit/scenario.ts';
import { openShop } from '../open-shop.ts';
import { runSteps, type Show } from '../progress.ts';
import { renderScenario } from './render-report.ts';

export interface RunOptions {
  input: OrdersInput;
  size: Size;
  show: Show;
  signal: AbortSignal;
  /** Prints every finding, not only those that differ. */
  verbose: boolean;
  say(text: string): void;
}

/** Runs scenarios one after the other against the deployed shop, and prints the result of each. */
export async function runScenarios(
  target: Target,
  scenarios: readonly Scenario[],
  { input, size, show, signal, verbose, say }: RunOptions,
): Promise<ScenarioResult[]> {
  const { close, ...shop } = await openShop(target);
  const results: ScenarioResult[] = [];
  try {
    for (const scenario of scenarios) {
      const run = randomBytes(4).toString('hex');
      const step = {
        title: `Run ${scenario.id}`,
        run: async (progress: (words: string) => void) => {
          results.push(await runScenario(scenario, { ...shop, input, size, run, signal, progress }));
        },
      };
      // A log gets the result alone; a terminal shows progress until the result is there.
      await runSteps([step], show === 'live' ? 'live' : 'nothing');
      const result = results.at(-1);
      if (result)
        say(renderScenario(result, { width: process.stdout.columns ?? Number.POSITIVE_INFINITY, verbose }));
    }
  } finally {
    close();
  }
  return results;
}
