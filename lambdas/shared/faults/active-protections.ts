import { ownIdentity } from '../identity.ts';
import type { Protections } from '../resilience/policy.ts';
import { activeFaults } from './active-faults.ts';
import type { FaultRule } from './fault-rule.ts';

/** The protections of this service's own clients: all, unless an active fault switches some off. */
export async function activeProtections(): Promise<Protections> {
  return protectionsUnder(await activeFaults(), ownIdentity().service, Math.random);
}

export function protectionsUnder(
  rules: readonly FaultRule[],
  service: string,
  random: () => number,
): Protections {
  for (const { service: at, share, fault } of rules) {
    if (fault.kind !== 'protections' || at !== service || random() >= share) continue;
    return fault.off === 'all' ? 'none' : 'no-fallback';
  }
  return 'all';
}
