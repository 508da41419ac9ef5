import { expect, it } from 'vitest';
import { runScenario } from '../../../../scenarios/kit/run-scenario.ts';
import type { ScenarioContext } from '../../../../scenarios/kit/scenario.ts';
import { availabilityCoupling } from '../../../../scenarios/services/availability-coupling/scenario.ts';
import { cascadingFailure } from '../../../../scenarios/services/cascading-failure/scenario.ts';

it.each([availabilityCoupling, cascadingFailure])(
  '$id is not exercised in a deployment without fault injection',
  async (scenario) => {
    // Nothing else of the context is touched.
    const context = { faults: undefined, size: 'quick', run: 'r' } as ScenarioContext;
    const { outcome, findings, takeaway } = await runScenario(scenario, context);
    expect(outcome).toBe('not-exercised');
    expect(findings.every(({ reason }) => reason?.includes('--faults'))).toBe(true);
    expect(takeaway).toContain('--faults');
  },
);
