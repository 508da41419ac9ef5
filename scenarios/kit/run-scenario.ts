import { equals, type Finding } from './finding.ts';
import type { Mode, Scenario, ScenarioContext } from './scenario.ts';

export interface ScenarioResult {
  id: string;
  mode: Mode;
  question: string;
  /** Whether every finding is as expected. */
  ok: boolean;
  findings: Finding[];
}

/** A scenario that cannot be run to its end is a finding too. Rejects only when the signal aborts. */
export async function runScenario(scenario: Scenario, context: ScenarioContext): Promise<ScenarioResult> {
  const { id, mode, question } = scenario;
  const findings = await scenario.run(context).catch((error: unknown) => {
    context.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return [equals({ name: 'the scenario ran to its end', unit: '' }, 'yes', `no: ${reason}`)];
  });
  return { id, mode, question, ok: findings.every(({ ok }) => ok), findings };
}
