/** Object keys in the order in which S3 lists them: that of their UTF-8 bytes. */
export class SortedKeys {
  readonly #keys: string[] = [];

  add(key: string): void {
    const index = this.#firstIndex((candidate) => compareKeys(candidate, key) >= 0);
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key);
  }

  remove(key: string): void {
    const index = this.#firstIndex((candidate) => compareKeys(candidate, key) >= 0);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  at(index: number): string | undefined {
    return this.#keys[index];
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Where keys that are `key` or come after it start. */
  from(key: string): number {
    return this.#firstIndex((candidate) => compareKeys(candidate, key) >= 0);
  }

  /** Where keys that come after `key` start. */
  after(key: string): number {
    return this.#firstIndex((candidate) => compareKeys(candidate, key) > 0);
  }

  /** The first index at or after `start` whose key does not begin with `prefix`; keys with it stand together. */
  endOf(prefix: string, start: number): number {
    return this.#firstIndex((candidate) => !candidate.startsWith(prefix), start);
  }

  #firstIndex(test: (key: string) => boolean, start = 0): number {
    let low = start;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (test(this.#keys[middle] as string)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Compares by code point, which is the order of UTF-8; JavaScript's own order puts surrogates before U+E000. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Code units in the order of the code points that they begin: surrogates last. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2000 : unit >= 0xe000 ? unit - 0x800 : unit;
}
