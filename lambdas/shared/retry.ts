import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  /** Whether another attempt may do better. */
  when: (error: unknown) => boolean;
  attempts: number;
  /** The longest pause before the second attempt; it doubles from there. */
  pauseMs?: number;
  random?: () => number;
}

/**
 * Another attempt after others got in first, with exponential backoff and full jitter, so that those who
 * collided do not collide again. It ends: after the last attempt the error goes to the caller.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { when, attempts, pauseMs = 10, random = Math.random } = options;
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= attempts || !when(error)) throw error;
      await sleep(random() * Math.min(pauseMs * 2 ** (tried - 1), 500));
    }
  }
}
