import { ArchiveError } from '../../errors.ts';
import { decodeLong, MAX_LONG_BYTES } from './varint.ts';

/** Takes a stream of chunks apart into what is asked for. It holds no more than that, and the chunk that came last. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whether nothing is left. */
  async ended(): Promise<boolean> {
    return !(await this.#fill(1));
  }

  /** @throws ArchiveError `truncated` */
  async take(count: number): Promise<Buffer> {
    if (!(await this.#fill(count))) throw truncated();
    const taken = this.#buffer.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }

  /** @throws ArchiveError `truncated`, or `tampered` for a number of more than 64 bits */
  async long(): Promise<number> {
    const whole = await this.#fill(MAX_LONG_BYTES);
    const read = decodeLong(this.#buffer, this.#at);
    if (read === undefined) {
      throw whole ? new ArchiveError('tampered', 'a number in the file has too many bytes') : truncated();
    }
    this.#at = read.end;
    return read.value;
  }

  async #fill(count: number): Promise<boolean> {
    if (this.#buffer.length - this.#at >= count) return true;
    const parts = [this.#buffer.subarray(this.#at)];
    let length = this.#buffer.length - this.#at;
    while (length < count) {
      const { done, value } = await this.#chunks.next();
      if (done) break;
      parts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      length += value.length;
    }
    this.#buffer = Buffer.concat(parts);
    this.#at = 0;
    return length >= count;
  }
}

function truncated(): ArchiveError {
  return new ArchiveError('truncated', 'the file is truncated');
}
