import { setTimeout as sleep } from 'node:timers/promises';
import type { DriverContext } from '../context.ts';
import { ROLLOUT_PROBES, type RolloutService } from './probes.ts';

const PAUSE_MS = 5;
const LIMIT_MS = 60_000;
/** Answers in a row by no other release, before a share that was taken away counts as gone. */
const IN_A_ROW = 8;

/**
 * Resolves when the releases of a service that answer are exactly these. A changed alias takes a moment until every part of AWS
 * knows it (Lambda Developer Guide, "Implement Lambda canary deployments using a weighted alias").
 *
 * @throws when that is not so after a minute
 */
export async function waitForReleases(
  context: Pick<DriverContext, 'aws' | 'shop' | 'signal' | 'system'>,
  service: RolloutService,
  releases: readonly string[],
): Promise<void> {
  const { signal } = context;
  const wanted = new Set(releases);
  const deadline = performance.now() + LIMIT_MS;
  let seen = new Set<string>();
  for (let inARow = 1; performance.now() < deadline; inARow += 1) {
    const release = await ROLLOUT_PROBES[service].release(context, signal);
    if (release !== undefined && wanted.has(release)) seen.add(release);
    else {
      seen = new Set();
      inARow = 0;
      await sleep(PAUSE_MS, undefined, { signal });
    }
    if (seen.size === wanted.size && inARow >= IN_A_ROW) return;
  }
  throw new Error(`The alias of ${service} does not route to exactly ${releases.join(' and ')}`);
}
