const LONG_MS = 2 ** 30;

/** Resolves when the signal aborts, and keeps the program alive until then: listening to signals alone does not. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const alive = setInterval(() => {}, LONG_MS);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(alive);
        resolve();
      },
      { once: true },
    );
  });
}
