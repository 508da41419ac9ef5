import { expect, test } from 'vitest';
import { equals, type Finding, measured } from '../../../scenarios/kit/finding.ts';
import { runScenario } from '../../../scenarios/kit/run-scenario.ts';
import type { Scenario, ScenarioContext } from '../../../scenarios/kit/scenario.ts';

const scenario = (run: () => Promise<Finding[]>): Scenario => ({
  id: 'a-question',
  mode: 'databases',
  question: 'Is it so?',
  run,
});

/** What `runScenario` itself looks at; these scenarios ask for nothing. */
const context = (signal = new AbortController().signal) => ({ signal }) as ScenarioContext;

test('a scenario is ok when every finding is', async () => {
  const good = equals({ name: 'a', unit: '' }, 1, 1);
  const bad = equals({ name: 'b', unit: '' }, 1, 2);
  const figure = measured({ name: 'c', unit: '' }, 3);
  expect(
    await runScenario(
      scenario(async () => [good, figure]),
      context(),
    ),
  ).toEqual({
    id: 'a-question',
    mode: 'databases',
    question: 'Is it so?',
    ok: true,
    findings: [good, figure],
  });
  expect(
    await runScenario(
      scenario(async () => [good, bad]),
      context(),
    ),
  ).toMatchObject({ ok: false });
});

test('a scenario that breaks off is a finding that differs, with the reason', async () => {
  const broken = scenario(async () => {
    throw new Error('nobody answers');
  });
  expect(await runScenario(broken, context())).toMatchObject({
    ok: false,
    findings: [{ expected: 'yes', observed: 'no: nobody answers', ok: false }],
  });
});

test('an interrupted scenario is no finding', async () => {
  const controller = new AbortController();
  const interrupted = scenario(async () => {
    controller.abort(new Error('interrupted'));
    throw new Error('the connection was closed');
  });
  await expect(runScenario(interrupted, context(controller.signal))).rejects.toThrow('interrupted');
});
