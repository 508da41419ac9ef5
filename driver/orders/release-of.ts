import analytics from '../../lambdas/analytics/releases.json' with { type: 'json' };
import email from '../../lambdas/email/releases.json' with { type: 'json' };
import orders from '../../lambdas/orders/releases.json' with { type: 'json' };

const RELEASES = { orders, analytics, email };

/** The release of the code that a deployment of the shop has: v1.3 of orders, for example, in deployment v1. */
export function releaseOf(service: keyof typeof RELEASES, deployment: 'v1' | 'v2'): string {
  return RELEASES[service][deployment];
}
