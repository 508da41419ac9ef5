import { randomBytes } from 'node:crypto';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';
import type { Loss } from '../invariants/losses.ts';
import type { Split } from '../traffic.ts';
import { functionOf, ROLLOUT_PROBES, type RolloutService } from './probes.ts';
import { waitForReleases } from './wait-for-releases.ts';

/** A release and the Lambda version that holds it. */
export interface Release {
  name: string;
  version: string;
}

export interface RolloutOptions {
  shop: Pick<DriverContext, 'aws' | 'shop' | 'system' | 'traffic'>;
  service: RolloutService;
  from: Release;
  to: Release;
  /** Shares of traffic in percent, rising. Traffic stays at the last one. */
  steps: readonly number[];
  /** Without canaries no step is judged. */
  canary: boolean;
  signal: AbortSignal;
  /** Called when a step begins and when it has been judged. */
  onStep(percent: number): void;
  onProgress(words: string): void;
}

export interface StepResult {
  percent: number;
  writes: number;
  writesByNew: number;
  requests: number;
  errors: number;
  losses: Loss[];
  /** Why traffic goes back; undefined when it goes on. */
  objection: string | undefined;
  /** Whether canaries were sent. */
  judged: boolean;
}

/** Writes by the new release before it is judged. A release that loses fields loses each of them. */
const EVIDENCE = 20;
/** Enough requests for that evidence at any share, almost certainly. */
const PATIENCE = 4;
const CLIENTS = 4;
/** The share of requests that may fail. */
const TOLERATED_ERRORS = 0.01;

/**
 * Shifts traffic to another release step by step, with canaries at each. When they object, or when the signal aborts,
 * traffic goes back to where it was; the last of the results then has the reason.
 */
export async function rollout(options: RolloutOptions): Promise<StepResult[]> {
  const { shop, service, from, to, signal } = options;
  const functionName = functionOf(shop.system, service);
  const results: StepResult[] = [];
  let arrived = false;
  try {
    for (const percent of options.steps) {
      options.onStep(percent);
      await shop.traffic.shift(functionName, splitOf(from, to, percent));
      await waitForReleases({ ...shop, signal }, service, percent === 100 ? [to.name] : [from.name, to.name]);
      const result = options.canary ? await judge(options, percent) : notJudged(percent);
      results.push(result);
      if (result.objection !== undefined) return results;
    }
    arrived = true;
    return results;
  } finally {
    if (!arrived) await shop.traffic.shift(functionName, { version: from.version });
  }
}

function splitOf(from: Release, to: Release, percent: number): Split {
  if (percent === 100) return { version: to.version };
  return { version: from.version, canary: { version: to.version, weight: percent / 100 } };
}

function notJudged(percent: number): StepResult {
  return {
    percent,
    writes: 0,
    writesByNew: 0,
    requests: 0,
    errors: 0,
    losses: [],
    objection: undefined,
    judged: false,
  };
}

async function judge(
  { shop, service, to, signal, onProgress }: RolloutOptions,
  percent: number,
): Promise<StepResult> {
  const result: StepResult = { ...notJudged(percent), judged: true };
  const run = randomBytes(4).toString('hex');
  const most = Math.ceil((PATIENCE * EVIDENCE * 100) / percent);
  const round = Array.from({ length: CLIENTS });

  for (
    let sent = 0;
    sent < most && result.writesByNew < EVIDENCE && result.losses.length === 0;
    sent += CLIENTS
  ) {
    const canaries = await concurrently(round, CLIENTS, (_, index) =>
      ROLLOUT_PROBES[service].canary(shop, `canary-${run}-${sent + index}`, signal),
    );
    for (const { requests, errors, writtenBy, losses } of canaries) {
      result.requests += requests;
      result.errors += errors;
      if (writtenBy !== undefined) result.writes += 1;
      if (writtenBy === to.name) result.writesByNew += 1;
      result.losses.push(...losses);
    }
    onProgress(`${result.writesByNew} of ${EVIDENCE} writes by ${to.name}, ${result.errors} errors`);
  }
  result.objection = objectionTo(result, to);
  return result;
}

function objectionTo({ requests, errors, losses, writesByNew }: StepResult, to: Release): string | undefined {
  if (losses.length > 0) return 'data loss detected';
  if (errors > requests * TOLERATED_ERRORS) return `${errors} of ${requests} requests failed`;
  if (writesByNew < EVIDENCE) return `${to.name} answered too few requests to be judged`;
  return undefined;
}
