/** Goes through a stream of bytes from mark to mark, holding no more than a piece of it. */
export class ByteCursor {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer;

  /** `before` is read as if it stood in front of the stream. */
  constructor(source: AsyncIterable<Uint8Array>, before: Buffer) {
    this.#source = source[Symbol.asyncIterator]();
    this.#held = before;
  }

  /**
   * The bytes up to a mark, in pieces. The mark is passed over.
   * @throws what `ended` makes, where the stream ends before the mark
   */
  async *until(mark: Buffer, ended: () => Error): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      // The end of what is held may be the beginning of the mark.
      const end = at < 0 ? Math.max(this.#held.length - mark.length + 1, 0) : at;
      const piece = this.#held.subarray(0, end);
      this.#held = this.#held.subarray(at < 0 ? end : at + mark.length);
      if (piece.length > 0) yield piece;
      if (at >= 0) return;
      if (!(await this.#more())) throw ended();
    }
  }

  /** The next bytes, which stay where they are; fewer at the end of the stream. */
  async peek(length: number): Promise<Buffer> {
    while (this.#held.length < length && (await this.#more())) {
      // Read on.
    }
    return this.#held.subarray(0, length);
  }

  /** Reads to the end of the stream. */
  async skipRest(): Promise<void> {
    do this.#held = Buffer.alloc(0);
    while (await this.#more());
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    return true;
  }
}
