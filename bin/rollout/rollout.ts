import { randomBytes } from 'node:crypto';
import { concurrently } from '../../scenarios/concurrently.ts';
import { settle } from '../../scenarios/profiles/settle.ts';
import type { Split } from '../../scenarios/traffic.ts';
import type { Shop } from '../open-shop.ts';
import { profileCanary } from './canary.ts';

/** A release and the Lambda version that holds it. */
export interface Release {
  name: string;
  version: string;
}

export interface RolloutOptions {
  shop: Shop;
  functionName: string;
  from: Release;
  to: Release;
  /** Shares of traffic in percent, rising, the last one 100. */
  steps: readonly number[];
  signal: AbortSignal;
  /** Called when a step begins and when it has been judged. */
  onStep(percent: number): void;
  onProgress(words: string): void;
}

export interface StepResult {
  percent: number;
  updates: number;
  updatesByNew: number;
  requests: number;
  errors: number;
  /** Canaries that lost something. */
  lost: number;
  /** Why traffic goes back; undefined when it goes on. */
  objection: string | undefined;
}

/** Updates by the new release before it is judged. A release that loses fields loses each of them. */
const EVIDENCE = 20;
/** Enough for that evidence with a probability of all but certain, at any share. */
const PATIENCE = 4;
const CLIENTS = 4;
/** The share of requests that may fail. */
const TOLERATED_ERRORS = 0.01;

/**
 * Shifts traffic to another release step by step, with canaries at each. When they object, or when the signal aborts,
 * traffic goes back to where it was; the last of the results then says why.
 */
export async function rollout(options: RolloutOptions): Promise<StepResult[]> {
  const { shop, functionName, from, to, signal } = options;
  const results: StepResult[] = [];
  let arrived = false;
  try {
    for (const percent of options.steps) {
      options.onStep(percent);
      await shop.traffic.shift(functionName, splitOf(from, to, percent));
      await settle({ shop: shop.shop, signal }, percent === 100 ? [to.name] : [from.name, to.name]);
      const result = await judge(options, percent);
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

async function judge({ shop, to, signal, onProgress }: RolloutOptions, percent: number): Promise<StepResult> {
  const result: StepResult = {
    percent,
    updates: 0,
    updatesByNew: 0,
    requests: 0,
    errors: 0,
    lost: 0,
    objection: undefined,
  };
  const run = randomBytes(4).toString('hex');
  const most = Math.ceil((PATIENCE * EVIDENCE * 100) / percent);
  const round = Array.from({ length: CLIENTS });

  for (let sent = 0; sent < most && result.updatesByNew < EVIDENCE && result.lost === 0; sent += CLIENTS) {
    const canaries = await concurrently(round, CLIENTS, (_, index) =>
      profileCanary(shop, `canary-${run}-${sent + index}`, signal),
    );
    for (const { requests, errors, updatedBy, lost } of canaries) {
      result.requests += requests;
      result.errors += errors;
      if (updatedBy !== undefined) result.updates += 1;
      if (updatedBy === to.name) result.updatesByNew += 1;
      if (lost) result.lost += 1;
    }
    onProgress(`${result.updatesByNew} of ${EVIDENCE} updates by ${to.name}, ${result.errors} errors`);
  }
  result.objection = objectionTo(result, to);
  return result;
}

function objectionTo({ requests, errors, lost, updatesByNew }: StepResult, to: Release): string | undefined {
  if (lost > 0) return 'data was lost';
  if (errors > requests * TOLERATED_ERRORS) return `${errors} of ${requests} requests failed`;
  if (updatesByNew < EVIDENCE) return `${to.name} answered too few requests to be judged`;
  return undefined;
}
