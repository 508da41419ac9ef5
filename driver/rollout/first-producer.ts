import type { DriverContext } from '../context.ts';
import { codeOf } from '../messages/contracts.ts';
import { readReleases, versionOf } from '../releases.ts';

/** The Lambda version of orders whose events every release of a consumer reads. */
export async function firstProducer({ aws, system }: Pick<DriverContext, 'aws' | 'system'>): Promise<string> {
  const releases = await readReleases(aws.lambda, system.services.orders.functionName);
  return versionOf(releases, codeOf('orders', 'v1'));
}
