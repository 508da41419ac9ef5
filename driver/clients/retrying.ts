import { setTimeout as sleep } from 'node:timers/promises';
import type { ShopAnswer } from './shop-client.ts';

export interface Retried {
  /** undefined when not even the last attempt got an answer. */
  answer: ShopAnswer | undefined;
  attempts: number;
}

/**
 * Pauses between attempts, 11 s in total: a client must outlast a circuit breaker of the shop, which stays open for
 * 5 s and may open once more.
 */
export const PAUSES_MS = [100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000] as const;

/**
 * Sends a request again while its failure may be temporary: no connection, 429, 5xx. Only for requests that may be
 * sent twice. Never rejects except when the signal aborts.
 */
export async function retrying(send: () => Promise<ShopAnswer>, signal: AbortSignal): Promise<Retried> {
  for (let attempts = 1; ; attempts += 1) {
    const answer = await send().catch(() => undefined);
    signal.throwIfAborted();
    const pause = PAUSES_MS[attempts - 1];
    if (pause === undefined || (answer !== undefined && !isTemporary(answer.status)))
      return { answer, attempts };
    await sleep(pause, undefined, { signal });
  }
}

function isTemporary(status: number): boolean {
  return status === 429 || status >= 500;
}
