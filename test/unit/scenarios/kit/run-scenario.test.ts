import { expect, test } from 'vitest';
import { type Finding, findingGroup } from '../../../../scenarios/kit/finding.ts';
import { runScenario } from '../../../../scenarios/kit/run-scenario.ts';
import type { Scenario, ScenarioContext } from '../../../../scenarios/kit/scenario.ts';

const scenario = (run: () => Promise<Finding[]>): Scenario => ({
  id: 'a-question',
  mode: 'databases',
  question: 'Is it so?',
  run,
  takeaway: (findings) => `a is ${findings.number('group.a')}`,
});

/** What `runScenario` itself looks at; these scenarios ask for nothing. */
const context = (signal = new AbortController().signal) => ({ signal }) as ScenarioContext;

const group = findingGroup('group', 'Group');
const good = group.equals('a', 'a', { expected: 1, observed: 1 });
const bad = group.equals('b', 'b', { expected: 1, observed: 2 });
const figure = group.measured('c', 'c', { observed: 3 });
const skipped = group.notExercised('d', 'd', { reason: 'nothing happened' });

test('a result has an outcome, a takeaway computed from the findings, and the seconds it took', async () => {
  const times = [1_000, 3_540];
  const result = await runScenario(
    scenario(async () => [good, figure, skipped]),
    context(),
    () => times.shift() ?? 0,
  );
  expect(result).toEqual({
    id: 'a-question',
    mode: 'databases',
    question: 'Is it so?',
    outcome: 'as-expected',
    takeaway: 'a is 1',
    seconds: 2.5,
    findings: [good, figure, skipped],
  });
});

test('one finding that differs makes the scenario differ', async () => {
  const result = await runScenario(
    scenario(async () => [good, bad]),
    context(),
  );
  expect(result.outcome).toBe('differs');
});

test('a scenario in which nothing was exercised is not as expected', async () => {
  const nothing: Scenario = { ...scenario(async () => [skipped]), takeaway: () => 'nothing' };
  expect((await runScenario(nothing, context())).outcome).toBe('not-exercised');
});

test('a takeaway from a finding that was not exercised says so, and one from an unknown finding is an error', async () => {
  const unfinished = findingGroup('group', 'Group').notExercised('a', 'a', { reason: 'too slow' });
  const result = await runScenario(
    scenario(async () => [unfinished, bad]),
    context(),
  );
  expect(result).toMatchObject({
    outcome: 'differs',
    takeaway: 'No summary: The finding group.a was not exercised.',
  });
  const mistaken = runScenario(
    scenario(async () => [bad]),
    context(),
  );
  await expect(mistaken).rejects.toThrow('no finding group.a');
});

test('a scenario that stops with an error is a finding that differs, with the reason', async () => {
  const broken = scenario(async () => {
    throw new Error('no answer');
  });
  expect(await runScenario(broken, context())).toMatchObject({
    outcome: 'differs',
    takeaway: 'The scenario stopped before its end: no answer',
    findings: [{ id: 'run.completed', expected: 'yes', observed: 'no: no answer', outcome: 'differs' }],
  });
});

test('two findings with one id, and an id without a group, are programming errors', async () => {
  await expect(
    runScenario(
      scenario(async () => [good, good]),
      context(),
    ),
  ).rejects.toThrow('two findings have the id group.a');
  await expect(
    runScenario(
      scenario(async () => [good, { ...good, id: 'No group' }]),
      context(),
    ),
  ).rejects.toThrow('<group>.<name>');
});

test('an interrupted scenario has no result', async () => {
  const controller = new AbortController();
  const interrupted = scenario(async () => {
    controller.abort(new Error('interrupted'));
    throw new Error('the connection was closed');
  });
  await expect(runScenario(interrupted, context(controller.signal))).rejects.toThrow('interrupted');
});
