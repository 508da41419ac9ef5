const INITIAL_BYTES = 4096;

/** Bytes that grow at the end. What every stream of a column is written into. */
export class Bytes {
  #buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** Writes the text and says how many bytes it took. */
  utf8(value: string): number {
    // No UTF-16 unit takes more than three bytes.
    this.#reserve(value.length * 3);
    const written = this.#buffer.write(value, this.#length, 'utf8');
    this.#length += written;
    return written;
  }

  doubleLE(value: number): void {
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  /** Base 128, least significant group first. */
  unsignedVarint(value: bigint | number): void {
    if (typeof value === 'number' && value < 2 ** 31) {
      let rest = value;
      while (rest > 0x7f) {
        this.byte((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      this.byte(rest);
      return;
    }
    let rest = BigInt(value);
    while (rest > 0x7fn) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  /** Zigzag, so that small negative numbers stay short. */
  signedVarint(value: bigint | number): void {
    if (typeof value === 'number' && value >= -(2 ** 29) && value < 2 ** 29) {
      this.unsignedVarint(value < 0 ? -value * 2 - 1 : value * 2);
      return;
    }
    const exact = BigInt(value);
    this.unsignedVarint(exact < 0n ? -exact * 2n - 1n : exact * 2n);
  }

  /** A view, valid until the next write. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
