import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { deployed } from '../deployed.ts';
import type { Figure, Measure } from '../measure.ts';
import { type Memory, memoryOf, startServer } from '../processes.ts';

const BARE = fileURLToPath(new URL('../floors/bare-server.mjs', import.meta.url));
/** Until what a start leaves behind has been collected. */
const REST_MS = 2_000;
const KINDS = ['rss', 'pss'] as const;

/** All processes of an endpoint together, at rest: just started, and with the shop deployed. */
export const memory: Measure = {
  name: 'memory',
  async take(runs, say) {
    const floor: Memory[] = [];
    const idle: Memory[] = [];
    const full: Memory[] = [];
    for (let run = 0; run < runs; run += 1) {
      const [bare, fresh] = [await startServer(BARE), await spawnEndpoint({ port: 0 })];
      await sleep(REST_MS);
      floor.push(memoryOf(bare.pid));
      idle.push(memoryOf(fresh.pid));
      await Promise.all([bare.close(), fresh.close()]);

      const shop = await deployed(say);
      await sleep(REST_MS);
      full.push(memoryOf(shop.endpoint.pid));
      await shop.close();
    }
    const figure = (name: string, taken: Memory[], kind: (typeof KINDS)[number]): Figure => ({
      name: `${name}, ${kind.toUpperCase()} of all processes`,
      unit: 'MB',
      values: taken.map((each) => each[kind]),
      floor: { name: 'bare node:http', values: floor.map((each) => each[kind]) },
    });
    return [
      ...KINDS.map((kind) => ({
        ...figure('Idle', idle, kind),
        target: { kind: 'at most', value: 120 } as const,
      })),
      ...KINDS.map((kind) => figure('With the shop deployed', full, kind)),
    ];
  },
};
