/** More than the clocks of a process differ by; less than a frozen execution environment stands still. */
const MAX_DRIFT_MS = 2;

/**
 * The time of the spans of one invocation: it does not go back, and it has microseconds. Each invocation has its
 * own, because the monotonic clock may stand still while an execution environment is frozen.
 */
export class SpanClock {
  readonly #startMs: number;
  readonly #started = performance.now();

  constructor() {
    const precise = performance.timeOrigin + this.#started;
    const wall = Date.now();
    this.#startMs = Math.abs(precise - wall) < MAX_DRIFT_MS ? precise : wall;
  }

  /** Microseconds since 1970. */
  nowUs(): number {
    return Math.round((this.#startMs + performance.now() - this.#started) * 1000);
  }
}
