/**
 * Waits until `probe` gives a value that is not undefined or false, asking again and again; throws with what was
 * seen last when `timeout` milliseconds have passed. For what happens elsewhere and tells nobody.
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
    if (performance.now() > deadline) throw new Error(`${what}: not so after ${timeout} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
