import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { functionLogGroup } from '../../../driver/logs/function-log-group.ts';
import { readLogMessages } from '../../../driver/logs/read-log-events.ts';
import { readBilledDuration } from '../../../driver/requests/billed-duration.ts';
import type { RecordedCall } from '../../../driver/requests/call-journal.ts';
import type { System } from '../../../driver/system.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import type { Recorded } from './count-usage.ts';
import { functionsOfHops } from './hops.ts';

const PAUSE_MS = 50;
const MAX_WAIT_MS = 30_000;

/** How often each function of the hops was invoked. */
export function invocationsOf(calls: readonly RecordedCall[], system: System): Map<string, number> {
  const invocations = new Map<string, number>();
  for (const name of functionsOfHops(system).keys()) {
    const own = calls.filter(
      ({ service, operation, resource }) =>
        service === 'lambda' && operation === 'Invoke' && resource?.split(':')[6] === name,
    );
    invocations.set(name, own.length);
  }
  return invocations;
}

/**
 * The reports of the invocations, from the logs of the functions, which may be behind.
 *
 * @param since milliseconds since 1970
 * @throws when a report is missing after half a minute
 */
export async function readDurations(
  { aws, signal, system }: ScenarioContext,
  since: number,
  invocations: ReadonlyMap<string, number>,
): Promise<Recorded['durations']> {
  const logs = new CloudWatchLogsClient(aws.settings);
  const deadline = performance.now() + MAX_WAIT_MS;
  try {
    const durations: Recorded['durations'][number][] = [];
    for (const [functionName, hop] of functionsOfHops(system)) {
      const group = await functionLogGroup(aws.lambda, functionName, signal);
      const read = async () =>
        (await readLogMessages(logs, { group, since, filterPattern: 'REPORT' }, signal)).flatMap(
          (line) => readBilledDuration(line) ?? [],
        );
      let found = await read();
      while (found.length < (invocations.get(functionName) ?? 0)) {
        if (performance.now() > deadline) throw new Error(`The log of ${functionName} lacks reports`);
        await sleep(PAUSE_MS, undefined, { signal });
        found = await read();
      }
      durations.push(...found.map((duration) => ({ hop, functionName, duration })));
    }
    return durations;
  } finally {
    logs.destroy();
  }
}
