import { randomBytes } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { openShop, type Shop } from '../../../bin/open-shop.ts';
import { endpointTarget } from '../../../driver/targets/endpoint.ts';
import type { Finding } from '../../../scenarios/kit/finding.ts';
import type { OrdersInput, Scenario } from '../../../scenarios/kit/scenario.ts';

export const deployedTarget = () => endpointTarget('embedded', inject('endpoint'), 'us-east-1');

/** The shop that all end-to-end tests share, for the length of one test. */
export async function deployedShop(): Promise<Shop> {
  const shop = await openShop(deployedTarget());
  onTestFinished(() => shop.close());
  return shop;
}

/** Runs a scenario as the demo does; its findings are for the test to judge. */
export async function findingsOf(scenario: Scenario, input: OrdersInput): Promise<Finding[]> {
  const { aws, system, shop, traffic } = await deployedShop();
  return scenario.run({
    aws,
    system,
    shop,
    traffic,
    input,
    size: 'quick',
    run: randomBytes(4).toString('hex'),
    signal: new AbortController().signal,
    progress: () => {},
  });
}

export const NO_ORDERS: OrdersInput = { orders: [], brokenRows: 0, leftOut: 0 };
