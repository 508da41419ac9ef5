import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

export interface RetryOptions {
  /** Whether another attempt may do better. */
  when: (error: Error) => boolean;
  /** All attempts, the first included. */
  attempts: number;
}

/**
 * Further attempts after another writer was first. Pauses grow, with jitter, so that those who collided do not
 * collide again; and it ends: after the last attempt the error goes to the caller.
 */
export function retrying({ when, attempts }: RetryOptions) {
  return retry(handleWhen(when), {
    maxAttempts: attempts - 1,
    backoff: new ExponentialBackoff({ initialDelay: 10, maxDelay: 500 }),
  });
}
