/** Random choices that a seed repeats. */
export interface Seeded {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in 0 … limit − 1. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32: 32 bits of state, enough to spread test inputs. */
export function seeded(seed: number): Seeded {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick<T>(from: readonly T[]): T {
      // The index is within the list.
      return from[below(from.length)] as T;
    },
  };
}
