import { readApiCalls } from '../../../driver/graph/api-calls.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import type { Outage } from './observe-outage.ts';

/** How many calls of payments reached fraud's API in each outage, from its access log. */
export async function fraudCalls(context: ScenarioContext, outages: readonly Outage[]): Promise<number[]> {
  const since = outages[0]?.from ?? Date.now();
  // Fraud refuses this call. Once the log has it, it also has those that ended before.
  await context.shop.send('fraud', 'POST', '/assessments', {}, context.signal);
  const last = outages.at(-1)?.to ?? since;
  const calls = await readApiCalls(context, 'fraud', since, (logged) =>
    logged.some(({ from, at }) => from === 'client' && at >= last),
  );
  return outages.map(
    ({ from, to }) =>
      calls.filter((call) => call.from === 'payments' && call.at >= from && call.at < to).length,
  );
}
