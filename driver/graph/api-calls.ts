import { setTimeout as sleep } from 'node:timers/promises';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { accessLogGroup } from '../logs/access-log-group.ts';
import { readLogMessages } from '../logs/read-log-events.ts';
import type { ServiceName } from '../system.ts';
import { callerOf, readAccessLogLine } from './access-log-calls.ts';

/** One request that API Gateway has answered. */
export interface ApiCall {
  /** A service, a worker such as `paymentsCallbackSender`, or `client`. */
  from: string;
  status: number;
  /** When it arrived, in milliseconds since 1970. */
  at: number;
  /** Until the answer. */
  ms: number;
}

const POLL_MS = 100;
/** Access logs reach CloudWatch Logs within seconds, as a rule. */
const MAX_WAIT_MS = 120_000;

/**
 * The calls of one service's API since a time, as its access log has them.
 *
 * @param since milliseconds since 1970
 * @param isComplete whether all that the caller knows of is there; until then the log is read again
 * @throws {DriverError} `calls-not-logged`
 */
export async function readApiCalls(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  service: ServiceName,
  since: number,
  isComplete: (calls: readonly ApiCall[]) => boolean,
): Promise<ApiCall[]> {
  const apiGateway = new APIGatewayClient(aws.settings);
  const logs = new CloudWatchLogsClient(aws.settings);
  const functions = new Map(
    Object.entries({ ...system.services, ...system.workers }).map(([name, { functionName }]) => [
      functionName,
      name,
    ]),
  );
  try {
    const stage = { restApiId: system.services[service].apiId, stageName: system.stage };
    const group = await accessLogGroup(apiGateway, stage, signal);
    for (let waited = 0; group !== undefined && waited < MAX_WAIT_MS; waited += POLL_MS) {
      const lines = await readLogMessages(logs, { group, since }, signal);
      const calls = lines.flatMap((line) => {
        const entry = readAccessLogLine(line);
        if (entry?.epochMs === undefined) return [];
        const { status, epochMs: at, latency: ms } = entry;
        return [{ from: callerOf(entry, functions), status, at, ms }];
      });
      if (isComplete(calls)) return calls;
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    apiGateway.destroy();
    logs.destroy();
  }
  throw new DriverError('calls-not-logged', `The access log of ${service} does not have all calls`);
}
