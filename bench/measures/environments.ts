import { setTimeout as sleep } from 'node:timers/promises';
import {
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { concurrently } from '../../driver/concurrently.ts';
import { createEchoFunction } from '../echo-function.ts';
import type { Figure, Measure } from '../measure.ts';
import { memoryOf } from '../processes.ts';

const CLIENTS = 16;
const REQUESTS = 2_000;
const VERSIONS = 100;
/** Until what a burst leaves behind has been collected. */
const REST_MS = 2_000;

/** What execution environments cost: those that many clients at a time start, and those of versions that are not called. */
export const environments: Measure = {
  name: 'environments',
  async take(runs, say) {
    const burst: Figure = {
      name: `After ${CLIENTS} clients of one function, PSS of all processes`,
      unit: 'MB',
      values: [],
      floor: { name: 'after one client', values: [] },
      target: { kind: 'at most', value: 450 },
    };
    const published: Figure = {
      name: `With ${VERSIONS} published versions of one function, PSS of all processes`,
      unit: 'MB',
      values: [],
      floor: { name: 'with one version', values: [] },
    };
    for (let run = 0; run < runs; run += 1) {
      const endpoint = await spawnEndpoint({ port: 0 });
      const lambda = new LambdaClient({
        endpoint: endpoint.url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });
      const pss = async () => {
        await sleep(REST_MS);
        return memoryOf(endpoint.pid).pss;
      };
      try {
        const FunctionName = await createEchoFunction(lambda, 'bench');
        const invoke = () => lambda.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
        await invoke();
        burst.floor?.values.push(await pss());
        say(`${CLIENTS} clients`);
        await concurrently(Array(REQUESTS).fill(undefined), CLIENTS, invoke);
        burst.values.push(await pss());

        say(`${VERSIONS} versions`);
        await publish(lambda, FunctionName, 0);
        published.floor?.values.push(await pss());
        for (let version = 1; version < VERSIONS; version += 1) await publish(lambda, FunctionName, version);
        published.values.push(await pss());
      } finally {
        lambda.destroy();
        await endpoint.close();
      }
    }
    return [burst, published];
  },
};

/** A version like the last one would not be published again. */
async function publish(lambda: LambdaClient, FunctionName: string, version: number): Promise<void> {
  const change = { FunctionName, Description: `version ${version}` };
  await lambda.send(new UpdateFunctionConfigurationCommand(change));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
  await lambda.send(new PublishVersionCommand({ FunctionName }));
}
