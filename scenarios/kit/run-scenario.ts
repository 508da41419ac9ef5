import { type Finding, findingGroup, type Outcome } from './finding.ts';
import { indexFindings, UnknownFindingError } from './finding-index.ts';
import type { Mode, Scenario, ScenarioContext } from './scenario.ts';

export interface ScenarioResult {
  id: string;
  mode: Mode;
  question: string;
  /** `differs` as soon as one finding differs; `not-exercised` when no finding compared or measured anything. */
  outcome: Exclude<Outcome, 'measured'>;
  /** One sentence that says what the numbers mean. */
  takeaway: string;
  seconds: number;
  findings: Finding[];
}

const FINDING_ID = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/;

/**
 * Runs a scenario and computes its outcome and takeaway. A scenario that stops with an error has one finding that
 * differs and gives the reason. Rejects only when the signal aborts, or when two findings have one id.
 *
 * @param now milliseconds of a monotonic clock
 */
export async function runScenario(
  scenario: Scenario,
  context: ScenarioContext,
  now: () => number = () => performance.now(),
): Promise<ScenarioResult> {
  const { id, mode, question } = scenario;
  const started = now();
  const result = await run(scenario, context);
  const seconds = Math.round((now() - started) / 100) / 10;
  checkIds(id, result.findings);
  return { id, mode, question, outcome: outcomeOf(result.findings), seconds, ...result };
}

async function run(
  scenario: Scenario,
  context: ScenarioContext,
): Promise<Pick<ScenarioResult, 'takeaway' | 'findings'>> {
  let findings: Finding[];
  try {
    findings = await scenario.run(context);
  } catch (error) {
    context.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const failed = findingGroup('run', 'Run').equals('completed', 'scenario completed', {
      expected: 'yes',
      observed: `no: ${reason}`,
    });
    return { findings: [failed], takeaway: `The scenario stopped before its end: ${reason}` };
  }
  return { findings, takeaway: takeawayOf(scenario, findings) };
}

/** A finding that a takeaway reads may not have been exercised; one that does not exist is a mistake. */
function takeawayOf(scenario: Scenario, findings: readonly Finding[]): string {
  try {
    return scenario.takeaway(indexFindings(findings));
  } catch (error) {
    if (!(error instanceof UnknownFindingError && findings.some(({ id }) => id === error.id))) throw error;
    return `No summary: ${error.message}.`;
  }
}

function outcomeOf(findings: readonly Finding[]): ScenarioResult['outcome'] {
  if (findings.some(({ outcome }) => outcome === 'differs')) return 'differs';
  return findings.some(({ outcome }) => outcome !== 'not-exercised') ? 'as-expected' : 'not-exercised';
}

function checkIds(scenario: string, findings: readonly Finding[]): void {
  const seen = new Set<string>();
  for (const { id } of findings) {
    if (!FINDING_ID.test(id)) throw new Error(`${scenario}: the finding id ${id} is not <group>.<name>`);
    if (seen.has(id)) throw new Error(`${scenario}: two findings have the id ${id}`);
    seen.add(id);
  }
}
