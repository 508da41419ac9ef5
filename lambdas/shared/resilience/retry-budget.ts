/** A new environment may retry that often before it has made any calls. */
const INITIAL_TOKENS = 2;
/** What quiet times save up: a burst of retries is not larger. */
const MAX_TOKENS = 10;

/**
 * A token bucket by share of calls: each call puts a part of a token in, each retry takes a whole one out. Unlike a limit
 * for each call, it also limits the load that many failing calls put on a dependency together.
 */
export class RetryBudget {
  readonly #share: number;
  #tokens = INITIAL_TOKENS;

  /** @param share retries as a share of calls */
  constructor(share: number) {
    this.#share = share;
  }

  /** Of every call, once. */
  deposit(): void {
    this.#tokens = Math.min(MAX_TOKENS, this.#tokens + this.#share);
  }

  /** False when calls have not paid for another retry yet. */
  withdraw(): boolean {
    // Shares such as 0.1 do not add up to whole numbers exactly.
    if (this.#tokens < 1 - 1e-9) return false;
    this.#tokens -= 1;
    return true;
  }
}
