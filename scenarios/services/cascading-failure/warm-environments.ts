import { withFaults } from '../../../driver/faults/fault-switch.ts';
import type { ServiceName } from '../../../driver/system.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** Long enough for an endpoint to start the environments of all requests that wait at the same time. */
const WAIT_MS = 1500;
const PATIENCE = { 'x-timeout-ms': '20000' };

/**
 * Starts `count` execution environments of each service that takes part, so that no cold start is counted as an effect of the
 * fault: as many requests wait at the same time in each.
 */
export async function warmEnvironments(context: ScenarioContext, count: number): Promise<void> {
  const { run, shop, signal } = context;
  const requests: [ServiceName, 'GET' | 'POST', string, object?][] = [
    ['orders', 'GET', `/orders/${run}-read`],
    ['payments', 'GET', `/v1/payments/${run}-read`],
    ['profiles', 'GET', `/profiles/${run}-read`],
    // Fraud refuses it, once it has waited.
    ['fraud', 'POST', '/assessments', {}],
  ];
  const rules = requests.map(([service]) => ({
    service,
    share: 1,
    fault: { kind: 'latency', ms: WAIT_MS } as const,
  }));
  await withFaults(context, rules, () =>
    Promise.all(
      requests.flatMap(([service, method, path, body]) =>
        // Profiles have no part in the cascade: each of their requests is short.
        Array.from({ length: service === 'profiles' ? 1 : count }, () =>
          shop.send(service, method, path, body, signal, PATIENCE),
        ),
      ),
    ),
  );
}
