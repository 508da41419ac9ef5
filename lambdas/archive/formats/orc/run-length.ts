import { Bytes } from './bytes.ts';

/** "Run Length Encoding" in the ORC v1 specification, version 1 of each: runs of 3 to 130, literals of 1 to 128. */
const MIN_RUN = 3;
const MAX_RUN = 130;
const MAX_LITERALS = 128;

/** Base 128 varints with runs of a fixed small delta. */
export class IntegerRunLength {
  readonly #out = new Bytes();
  readonly #signed: boolean;
  #literals: (bigint | number)[] = [];
  /** How many of the last literals form a run with `#delta`. */
  #tail = 0;
  #delta = 0;
  #run: { base: bigint | number; delta: number; length: number; last: bigint | number } | undefined;

  constructor(options: { signed: boolean }) {
    this.#signed = options.signed;
  }

  write(value: bigint | number): void {
    const run = this.#run;
    if (run !== undefined) {
      if (run.length < MAX_RUN && smallDelta(run.last, value) === run.delta) {
        run.length += 1;
        run.last = value;
        return;
      }
      this.#flushRun();
    }
    this.#literal(value);
  }

  finish(): Buffer {
    this.#flushRun();
    this.#flushLiterals();
    return this.#out.view();
  }

  clear(): void {
    this.#out.clear();
  }

  #literal(value: bigint | number): void {
    const last = this.#literals.at(-1);
    const delta = last === undefined ? undefined : smallDelta(last, value);
    if (delta === undefined) this.#tail = 1;
    else if (this.#tail >= 2 && delta === this.#delta) this.#tail += 1;
    else {
      this.#tail = 2;
      this.#delta = delta;
    }
    this.#literals.push(value);
    if (this.#tail === MIN_RUN) {
      const [base] = this.#literals.splice(-MIN_RUN);
      this.#flushLiterals();
      this.#run = { base: base ?? value, delta: this.#delta, length: MIN_RUN, last: value };
    } else if (this.#literals.length === MAX_LITERALS) {
      this.#flushLiterals();
    }
  }

  #flushRun(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#out.byte(run.length - MIN_RUN);
    this.#out.byte(run.delta & 0xff);
    this.#varint(run.base);
    this.#run = undefined;
  }

  #flushLiterals(): void {
    this.#tail = 0;
    if (this.#literals.length === 0) return;
    this.#out.byte(256 - this.#literals.length);
    for (const literal of this.#literals) this.#varint(literal);
    this.#literals = [];
  }

  #varint(value: bigint | number): void {
    if (this.#signed) this.#out.signedVarint(value);
    else this.#out.unsignedVarint(value);
  }
}

/** The difference where it fits a signed byte. */
function smallDelta(from: bigint | number, to: bigint | number): number | undefined {
  const delta =
    typeof from === 'number' && typeof to === 'number' ? to - from : Number(BigInt(to) - BigInt(from));
  return delta >= -128 && delta <= 127 ? delta : undefined;
}

/** Single bytes with runs of the same one. */
export class ByteRunLength {
  readonly #out = new Bytes();
  #literals: number[] = [];
  #repeated = 0;
  #run: { value: number; length: number } | undefined;

  write(value: number): void {
    if (this.#run !== undefined) {
      if (this.#run.value === value && this.#run.length < MAX_RUN) {
        this.#run.length += 1;
        return;
      }
      this.#flushRun();
    }
    this.#repeated = this.#literals.at(-1) === value ? this.#repeated + 1 : 1;
    this.#literals.push(value);
    if (this.#repeated === MIN_RUN) {
      this.#literals.splice(-MIN_RUN);
      this.#flushLiterals();
      this.#run = { value, length: MIN_RUN };
    } else if (this.#literals.length === MAX_LITERALS) {
      this.#flushLiterals();
    }
  }

  finish(): Buffer {
    this.#flushRun();
    this.#flushLiterals();
    return this.#out.view();
  }

  clear(): void {
    this.#out.clear();
  }

  #flushRun(): void {
    if (this.#run === undefined) return;
    this.#out.byte(this.#run.length - MIN_RUN);
    this.#out.byte(this.#run.value);
    this.#run = undefined;
    this.#repeated = 0;
  }

  #flushLiterals(): void {
    this.#repeated = 0;
    if (this.#literals.length === 0) return;
    this.#out.byte(256 - this.#literals.length);
    for (const literal of this.#literals) this.#out.byte(literal);
    this.#literals = [];
  }
}

/** Bits, most significant first, as run-length encoded bytes. */
export class BooleanRunLength {
  readonly #bytes = new ByteRunLength();
  #byte = 0;
  #bits = 0;

  write(value: boolean): void {
    this.#byte = (this.#byte << 1) | (value ? 1 : 0);
    this.#bits += 1;
    if (this.#bits === 8) this.#flushByte();
  }

  finish(): Buffer {
    if (this.#bits > 0) {
      this.#byte <<= 8 - this.#bits;
      this.#flushByte();
    }
    return this.#bytes.finish();
  }

  clear(): void {
    this.#bytes.clear();
  }

  #flushByte(): void {
    this.#bytes.write(this.#byte & 0xff);
    this.#byte = 0;
    this.#bits = 0;
  }
}
