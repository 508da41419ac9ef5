/** Time as the endpoint sees it. Passed in, so that visibility, delay, retries and windows can be driven in tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `callback` once after `milliseconds`; never keeps the process alive. */
  after(milliseconds: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** The longest delay that `setTimeout` takes; beyond it Node fires at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const handle = setTimeout(callback, Math.min(Math.max(milliseconds, 0), LONGEST_TIMEOUT_MS));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};
