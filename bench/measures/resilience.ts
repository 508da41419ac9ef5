import { fileURLToPath } from 'node:url';
import { httpClient } from '../../driver/clients/http.ts';
import { Deadline } from '../../lambdas/shared/resilience/deadline.ts';
import type { ResiliencePolicy } from '../../lambdas/shared/resilience/policy.ts';
import { resilientCaller } from '../../lambdas/shared/resilience/resilient-caller.ts';
import { type Figure, type Measure, median, timed } from '../measure.ts';
import { startServer } from '../processes.ts';

const BARE = fileURLToPath(new URL('../floors/bare-server.mjs', import.meta.url));
const CALLS = 500;
const BATCHES = 9;
const BATCH = 500;

const POLICY: ResiliencePolicy = {
  attemptMs: 1_000,
  budgetMs: 2_000,
  retries: { attempts: 3, initialDelayMs: 50, maxDelayMs: 400, budget: 0.2 },
  breaker: { failures: 3, openMs: 2_000 },
  bulkhead: { concurrent: 50, queued: 0 },
};

/**
 * What deadline, retries, breaker and bulkhead add to a call that succeeds: to a request to a bare server, and to a call
 * that does nothing.
 */
export const resilience: Measure = {
  name: 'resilience',
  async take(runs) {
    const plainRequests: number[] = [];
    const request: Figure = {
      name: 'Request through the resilience layer (median)',
      unit: 'ms',
      values: [],
      floor: { name: 'the same request without it', values: plainRequests },
    };
    const own: Figure = { name: 'Resilience layer around nothing, per call', unit: 'µs', values: [] };
    const bare = await startServer(BARE);
    const http = httpClient();
    const url = new URL(bare.url);
    const caller = resilientCaller('bare', POLICY, {
      onEvent({ type }) {
        throw new Error(`A call that should have succeeded at once caused ${type}`);
      },
    });
    const through = <T>(attempt: (signal?: AbortSignal) => Promise<T>) =>
      caller.call(({ signal }) => attempt(signal), { deadline: Deadline.in(5_000) });
    const ask = (signal?: AbortSignal) => http.send({ method: 'GET', url, headers: {} }, signal);
    try {
      for (let run = 0; run < runs; run += 1) {
        const plain: number[] = [];
        const protectedCalls: number[] = [];
        for (let index = 0; index < CALLS; index += 1) {
          // Each goes first as often as last.
          const turns = [
            async () => plain.push(await timed(() => ask())),
            async () => protectedCalls.push(await timed(() => through(ask))),
          ];
          for (const turn of index % 2 === 0 ? turns : turns.reverse()) await turn();
        }
        plainRequests.push(median(plain));
        request.values.push(median(protectedCalls));
        own.values.push(await microseconds(() => through(async () => undefined)));
      }
    } finally {
      http.close();
      await bare.close();
    }
    return [request, own];
  },
};

/** The median of batches, each of which is long enough for the clock. */
async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const batches: number[] = [];
  for (let index = 0; index < BATCHES; index += 1) {
    const milliseconds = await timed(async () => {
      for (let number = 0; number < BATCH; number += 1) await call();
    });
    batches.push((milliseconds / BATCH) * 1000);
  }
  return median(batches);
}
