import { fileURLToPath } from 'node:url';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import type { Figure, Measure } from '../measure.ts';
import { startServer } from '../processes.ts';

const BARE = fileURLToPath(new URL('../floors/bare-server.mjs', import.meta.url));

/** From spawning the process until it has answered a request. */
export const start: Measure = {
  name: 'start',
  async take(runs) {
    const figure: Figure = {
      name: 'Start to healthy',
      unit: 'ms',
      values: [],
      floor: { name: 'bare node:http', values: [] },
      target: { kind: 'at most', value: 300 },
    };
    await untilHealthy(() => spawnEndpoint({ port: 0 }), '/_endpoint/health'); // Fills the compile cache, as an install does.
    for (let run = 0; run < runs; run += 1) {
      figure.floor?.values.push(await untilHealthy(() => startServer(BARE), '/'));
      figure.values.push(await untilHealthy(() => spawnEndpoint({ port: 0 }), '/_endpoint/health'));
    }
    return [figure];
  },
};

async function untilHealthy(
  spawn: () => Promise<{ url: string; close(): Promise<void> }>,
  path: string,
): Promise<number> {
  const begin = performance.now();
  const server = await spawn();
  await (await fetch(`${server.url}${path}`)).arrayBuffer();
  const milliseconds = performance.now() - begin;
  await server.close();
  return milliseconds;
}
