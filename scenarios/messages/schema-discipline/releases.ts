import { codeOf, type Deployment } from '../../../driver/messages/contracts.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { waitForReleases } from '../../../driver/rollout/wait-for-releases.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { READERS } from './orders.ts';

/** Deployments of the shop, each of which names the code of each service. */
export interface Pair {
  producer: Deployment;
  consumers: Deployment;
}

/** Has these deployments of the producer and of the consumers work from here on. */
export async function useReleases(context: ScenarioContext, { producer, consumers }: Pair): Promise<void> {
  for (const reader of READERS) {
    await shift(context, context.system.consumers[reader].functionName, codeOf(reader, consumers));
  }
  const release = codeOf('orders', producer);
  await shift(context, context.system.services.orders.functionName, release);
  await waitForReleases(context, 'orders', [release]);
}

async function shift({ aws, traffic }: ScenarioContext, functionName: string, release: string) {
  const version = versionOf(await readReleases(aws.lambda, functionName), release);
  await traffic.shift(functionName, { version });
}

/** Does `work`, and then shifts all traffic back to where it was. */
export async function withTrafficRestored<T>(
  { system, traffic }: ScenarioContext,
  work: () => Promise<T>,
): Promise<T> {
  const names = [
    system.services.orders.functionName,
    ...READERS.map((reader) => system.consumers[reader].functionName),
  ];
  const before = await Promise.all(names.map(async (name) => [name, await traffic.read(name)] as const));
  try {
    return await work();
  } finally {
    await Promise.all(before.map(([name, split]) => traffic.shift(name, split)));
  }
}
