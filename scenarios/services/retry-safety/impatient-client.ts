import { setTimeout as sleep } from 'node:timers/promises';
import { livePayments } from '../../../driver/payments/payments-client.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { charge, type Order } from './charge.ts';

/** How long the client waits for an answer. A call takes tens of milliseconds, and a cold start a few hundred. */
export const TIMEOUT_MS = 300;
/** At 20 % time-outs, one payment in 200 million needs more. */
const MAX_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1_000;

/** What the client saw of one payment. */
export interface Paid {
  order: Order;
  attempts: number;
  /** Attempts without an answer in time: the client cannot know whether it was charged. */
  timedOut: number;
  /** Status of the last answer; undefined where the client gave up. */
  status: number | undefined;
}

export interface ImpatientClient {
  /** Sends the payment until there is an answer. Without a key, the service cannot see that an attempt is a repetition. */
  pay(order: Order, idempotencyKey: string | undefined): Promise<Paid>;
  close(): void;
}

/** A client of contract v1 that waits briefly and then sends the same request again. */
export function impatientClient(
  context: Pick<ScenarioContext, 'aws' | 'system' | 'signal'>,
): ImpatientClient {
  const { signal } = context;
  const { v1, close } = livePayments(context);

  /** The status; undefined when the time is up. @throws on any other failure */
  async function attempt(order: Order, key: string | undefined): Promise<number | undefined> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
    const header = { 'x-timeout-ms': TIMEOUT_MS, ...(key !== undefined && { 'Idempotency-Key': key }) };
    try {
      const { response } = await v1.POST('/v1/payments', {
        params: { header },
        body: charge(order),
        signal: patience.signal,
      });
      return response.status;
    } catch (error) {
      if (patience.signal.aborted) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async pay(order, key) {
      let timedOut = 0;
      for (let attempts = 1; ; attempts += 1) {
        const status = await attempt(order, key);
        if (status === undefined) timedOut += 1;
        const isDone = status === 201 || status === 200;
        if (isDone || attempts === MAX_ATTEMPTS) return { order, attempts, timedOut, status };
        await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), MAX_PAUSE_MS), undefined, { signal });
      }
    },
    close,
  };
}
