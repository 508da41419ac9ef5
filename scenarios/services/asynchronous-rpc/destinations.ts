import { invokeReconciliation, takeReports } from '../../../driver/orders/invoke-reconciliation.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

const INVOCATIONS = { quick: 2, full: 10 };
const REPORTED_WITHIN_MS = 60_000;

/** Has Lambda invoke orders asynchronously, and counts what it reports. */
export async function destinationFindings(context: ScenarioContext): Promise<Finding[]> {
  const { succeededUrl, failedUrl } = context.system.reconciliations;
  const wanted = INVOCATIONS[context.size];
  for (let sent = 0; sent < wanted; sent += 1) await invokeReconciliation(context);
  await invokeReconciliation(context, 'no-such-action');
  const timeoutMs = REPORTED_WITHIN_MS;
  const [succeeded, failed] = await Promise.all([
    takeReports(context, succeededUrl, { wanted, timeoutMs }),
    takeReports(context, failedUrl, { wanted: 1, timeoutMs }),
  ]);

  const group = findingGroup('destinations', 'Asynchronous invocations of orders');
  return [
    group.equals('succeeded', 'reports of success', {
      expected: wanted,
      observed: succeeded.filter(({ condition }) => condition === 'Success').length,
      unit: 'reports',
      of: wanted,
    }),
    group.equals('failed', 'reports of failure, for an action that there is not', {
      expected: 1,
      observed: failed.filter(({ condition }) => condition === 'RetriesExhausted').length,
      unit: 'reports',
      of: 1,
    }),
    group.equals('attempts', 'attempts at the failed invocation', {
      expected: 1,
      observed: failed[0]?.invocations ?? 0,
      unit: 'attempts',
    }),
  ];
}
