import { setTimeout as sleep } from 'node:timers/promises';
import type { ShopAnswer } from './shop-client.ts';

export interface Retried {
  /** undefined when not even the last attempt got an answer. */
  answer: ShopAnswer | undefined;
  attempts: number;
}

const ATTEMPTS = 6;
const FIRST_PAUSE = 100;

/**
 * Sends again, with doubling pauses, while the failure may pass: no connection, 429, 5xx. Only for requests that may
 * be sent twice. Never rejects except when the signal aborts.
 */
export async function retrying(send: () => Promise<ShopAnswer>, signal: AbortSignal): Promise<Retried> {
  for (let attempts = 1; ; attempts += 1) {
    const answer = await send().catch(() => undefined);
    signal.throwIfAborted();
    if ((answer !== undefined && !mayPass(answer.status)) || attempts === ATTEMPTS)
      return { answer, attempts };
    await sleep(FIRST_PAUSE * 2 ** (attempts - 1), undefined, { signal });
  }
}

function mayPass(status: number): boolean {
  return status === 429 || status >= 500;
}
