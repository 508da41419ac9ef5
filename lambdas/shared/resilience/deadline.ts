/** Milliseconds on a clock that never goes back; only differences mean something. */
export type Clock = () => number;

const monotonic: Clock = () => performance.now();

/** A caller's answer takes time on its way back, too: a tenth of what is left, within these limits. */
const MIN_RESERVE_MS = 10;
const MAX_RESERVE_MS = 250;

/** Until when a caller waits. It is passed along a chain of calls, and each link passes on less than it was given. */
export class Deadline {
  readonly #endsAt: number;
  readonly #clock: Clock;

  private constructor(endsAt: number, clock: Clock) {
    this.#endsAt = endsAt;
    this.#clock = clock;
  }

  static in(ms: number, clock: Clock = monotonic): Deadline {
    return new Deadline(clock() + ms, clock);
  }

  /** Of one call that has several limits, as the caller's header and the rest of a Lambda invocation. */
  static earliest(limitsMs: readonly (number | undefined)[], clock: Clock = monotonic): Deadline {
    return Deadline.in(Math.min(...limitsMs.filter((ms) => ms !== undefined)), clock);
  }

  /** Never negative. */
  remainingMs(): number {
    return Math.max(0, this.#endsAt - this.#clock());
  }

  get isOver(): boolean {
    return this.remainingMs() === 0;
  }

  /** For what is called in order to answer: less a reserve, in which the answer is made and sent. */
  forDependency(budgetMs: number): Deadline {
    const remainingMs = this.remainingMs();
    const reserveMs = Math.min(MAX_RESERVE_MS, Math.max(MIN_RESERVE_MS, remainingMs / 10));
    return Deadline.in(Math.min(budgetMs, remainingMs - reserveMs), this.#clock);
  }
}
