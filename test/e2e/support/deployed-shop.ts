import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { inject, onTestFinished } from 'vitest';
import type { DemoReport } from '../../../bin/demo/report.ts';
import { openShop, type Shop } from '../../../bin/open-shop.ts';
import { endpointTarget } from '../../../driver/targets/endpoint.ts';
import { type FindingIndex, indexFindings } from '../../../scenarios/kit/finding-index.ts';
import { runScenario, type ScenarioResult } from '../../../scenarios/kit/run-scenario.ts';
import type { OrdersInput, Scenario } from '../../../scenarios/kit/scenario.ts';

export const deployedTarget = () => endpointTarget('embedded', inject('endpoint'), 'us-east-1');

/** The shop that all end-to-end tests share, for the length of one test. */
export async function deployedShop(): Promise<Shop> {
  const shop = await openShop(deployedTarget());
  onTestFinished(() => shop.close());
  return shop;
}

export interface RanScenario extends ScenarioResult {
  /** Findings by id; a test never reads a label. */
  index: FindingIndex;
}

/**
 * The result of a scenario in `npm run demo`, which runs before all other tests. Without it, as when a file of tests is run
 * by itself, the scenario is run in the shop that all tests share.
 */
export async function resultOf(scenario: Scenario): Promise<RanScenario> {
  const result = inDemo(scenario);
  return result === undefined ? run(scenario) : { ...result, index: indexFindings(result.findings) };
}

function inDemo({ id }: Scenario): ScenarioResult | undefined {
  const file = inject('demoReport');
  if (!existsSync(file)) return undefined;
  // Its own test has checked its form.
  const { scenarios } = JSON.parse(readFileSync(file, 'utf8')) as DemoReport;
  return scenarios.find((scenario) => scenario.id === id);
}

/** Runs a scenario as the demo does. */
export async function run(scenario: Scenario, input: OrdersInput = NO_ORDERS): Promise<RanScenario> {
  const { aws, system, shop, traffic, faults } = await deployedShop();
  const result = await runScenario(scenario, {
    aws,
    system,
    shop,
    traffic,
    faults,
    input,
    size: 'quick',
    run: randomBytes(4).toString('hex'),
    signal: new AbortController().signal,
    progress: () => {},
  });
  return { ...result, index: indexFindings(result.findings) };
}

/** Ids and values of the findings that differ; a test expects none. */
export function differing({ findings }: ScenarioResult): unknown[] {
  return findings
    .filter(({ outcome }) => outcome === 'differs')
    .map(({ id, expected, observed }) => ({ id, expected, observed }));
}

export const NO_ORDERS: OrdersInput = { orders: [], brokenRows: 0, leftOut: 0 };
