import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { httpClient } from '../../driver/clients/http.ts';
import { createEchoFunction } from '../echo-function.ts';
import { type Figure, type Measure, median, timed } from '../measure.ts';
import { startServer } from '../processes.ts';

const BARE = fileURLToPath(new URL('../floors/bare-server.mjs', import.meta.url));
const WARM = 500;

/** `Invoke` of a function that gives back what it gets: its first call, which starts a process, and those after. */
export const invoke: Measure = {
  name: 'invoke',
  async take(runs) {
    const cold: Figure = {
      name: 'Invoke, cold',
      unit: 'ms',
      values: [],
      floor: { name: 'start and end of a bare node', values: [] },
    };
    const warm: Figure = {
      name: 'Invoke, warm (median)',
      unit: 'ms',
      values: [],
      floor: { name: 'request to a bare node:http', values: [] },
    };
    const endpoint = await spawnEndpoint({ port: 0 });
    const bare = await startServer(BARE);
    const http = httpClient();
    const lambda = new LambdaClient({
      endpoint: endpoint.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const ask = () => http.send({ method: 'GET', url: new URL(bare.url), headers: {} });
    try {
      for (let run = 0; run < runs; run += 1) {
        const FunctionName = await createEchoFunction(lambda, `bench-${run}`);
        const call = () => lambda.send(new InvokeCommand({ FunctionName, Payload: '{"hello":"world"}' }));
        cold.floor?.values.push(await timed(bareNode));
        cold.values.push(await timed(call));
        warm.floor?.values.push(await repeated(ask));
        warm.values.push(await repeated(call));
      }
    } finally {
      lambda.destroy();
      http.close();
      await bare.close();
      await endpoint.close();
    }
    return [cold, warm];
  },
};

async function bareNode(): Promise<void> {
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
}

async function repeated(call: () => Promise<unknown>): Promise<number> {
  const milliseconds: number[] = [];
  for (let index = 0; index < WARM; index += 1) milliseconds.push(await timed(call));
  return median(milliseconds);
}
