import carrier from '../../lambdas/carrier/releases.json' with { type: 'json' };
import fraud from '../../lambdas/fraud/releases.json' with { type: 'json' };
import payments from '../../lambdas/payments/releases.json' with { type: 'json' };
import type { Contract } from './pair.ts';

const RELEASES = { carrier, fraud, payments };
export type ContractService = keyof typeof RELEASES;

/** The code whose own contract this is. Deployment v1 has the code that serves contract v1 only. */
export function releaseOf(service: ContractService, contract: Contract): string {
  return RELEASES[service][contract];
}
