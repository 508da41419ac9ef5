import { TestingError } from './errors.ts';

const POLL_MS = 10;

/**
 * Waits until `probe` returns a value other than undefined or false, and returns it. For effects that happen in
 * another process and are not announced: a message consumed, an item written.
 *
 * What the probe throws ends the wait. Give Vitest a longer test timeout than `timeout`, in milliseconds.
 *
 * @throws {TestingError} `timed-out`
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  timeout = 20_000,
): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) {
      throw new TestingError('timed-out', `Timed out after ${timeout} ms waiting for this: ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
