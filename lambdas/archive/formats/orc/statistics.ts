import { entriesOf } from '../check-row.ts';
import type { ColumnType } from '../column-type.ts';
import { double, type ProtobufField, packed, protobufMessage, signed } from './protobuf.ts';

/**
 * `ColumnStatistics` of one column of a file ("Column Statistics" in the ORC v1 specification; the numbers of fields are
 * those of `orc_proto.proto`). A reader that looks for a value skips a file whose bounds exclude it, so a bound is left
 * out where it cannot be said exactly.
 */
export interface Statistics {
  /** A value that is there, and fits its type. */
  add(value: unknown): void;
  addNull(): void;
  encode(): Buffer;
}

export function createStatistics(type: ColumnType): Statistics {
  const own = ofValues(type);
  let values = 0;
  let hasNull = false;
  return {
    add(value) {
      values += 1;
      own?.add(value);
    },
    addNull() {
      hasNull = true;
    },
    encode: () =>
      protobufMessage([[1, values], ...(values === 0 ? [] : (own?.encode() ?? [])), [10, Number(hasNull)]]),
  };
}

/** What one kind of values adds to the statistics. */
interface ValueStatistics {
  add(value: unknown): void;
  /** Called where there has been a value. */
  encode(): ProtobufField[];
}

function ofValues(type: ColumnType): ValueStatistics | undefined {
  switch (type.kind) {
    case 'int':
    case 'long':
      return integers();
    case 'double':
      return doubles();
    case 'string':
      return strings();
    case 'boolean':
      return booleans();
    case 'decimal':
      return decimals(type.scale);
    case 'date':
      return dates();
    case 'binary':
      return binaries();
    case 'timestamp':
      return timestamps();
    case 'list':
      return collections((value) => (value as unknown[]).length);
    case 'map':
      return collections((value) => entriesOf(value as object).length);
    case 'struct':
      return undefined;
  }
}

/** The least and the greatest of values; a comparison with NaN is false, and so changes nothing. */
function bounds<T>(isLess: (a: T, b: T) => boolean = (a, b) => a < b) {
  let range: { least: T; greatest: T } | undefined;
  return {
    add(value: T) {
      if (range === undefined) range = { least: value, greatest: value };
      else if (isLess(value, range.least)) range.least = value;
      else if (isLess(range.greatest, value)) range.greatest = value;
    },
    get: () => range,
  };
}

const LONG_MAX = 2n ** 63n - 1n;

function integers(): ValueStatistics {
  const range = bounds<bigint | number>();
  let sum = 0n;
  // As long as it is exact, a number is added faster than a bigint.
  let part = 0;
  return {
    add(value) {
      const integer = value as bigint | number;
      range.add(integer);
      if (typeof integer === 'number' && Number.isSafeInteger(part + integer)) part += integer;
      else sum += BigInt(integer);
    },
    encode() {
      const { least, greatest } = range.get() ?? { least: 0, greatest: 0 };
      const total = sum + BigInt(part);
      const fits = total <= LONG_MAX && total >= -LONG_MAX - 1n;
      return [
        [
          2,
          protobufMessage([
            [1, signed(least)],
            [2, signed(greatest)],
            [3, fits ? signed(total) : undefined],
          ]),
        ],
      ];
    },
  };
}

function doubles(): ValueStatistics {
  const range = bounds<number>();
  let sum = 0;
  let hasNaN = false;
  return {
    add(value) {
      const number = value as number;
      if (Number.isNaN(number)) hasNaN = true;
      else range.add(number);
      sum += number;
    },
    encode() {
      const found = range.get();
      // NaN is beyond every bound, and a reader would skip it.
      if (hasNaN || found === undefined) return [];
      const { least, greatest } = found;
      return [
        [
          3,
          protobufMessage([
            // Zeros of both signs are equal to a reader that compares, and differ for one that sorts.
            [1, double(least === 0 ? -0 : least)],
            [2, double(greatest === 0 ? 0 : greatest)],
            [3, double(sum)],
          ]),
        ],
      ];
    },
  };
}

/** A longer text is no bound: readers expect the footer to be small. */
const MAX_BOUND_BYTES = 1_024;

function strings(): ValueStatistics {
  const range = bounds<string>(isBefore);
  let bytes = 0;
  return {
    add(value) {
      range.add(value as string);
      bytes += Buffer.byteLength(value as string);
    },
    encode() {
      const { least, greatest } = range.get() ?? { least: '', greatest: '' };
      const isShort = [least, greatest].every((bound) => Buffer.byteLength(bound) <= MAX_BOUND_BYTES);
      return [
        [
          4,
          protobufMessage([
            ...(isShort
              ? ([
                  [1, least],
                  [2, greatest],
                ] as const)
              : []),
            [3, signed(bytes)],
          ]),
        ],
      ];
    },
  };
}

/** By the bytes of UTF-8, as readers compare; JavaScript's own order differs where there are surrogates. */
function isBefore(a: string, b: string): boolean {
  if (HIGH.test(a) && HIGH.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
  return a < b;
}

const HIGH = /[\ud800-\uffff]/;

function booleans(): ValueStatistics {
  let isTrue = 0;
  return {
    add(value) {
      if (value === true) isTrue += 1;
    },
    encode: () => [[5, protobufMessage([[1, packed([isTrue])]])]],
  };
}

/** The most digits of a sum that readers take. */
const MAX_PRECISION = 38;

function decimals(scale: number): ValueStatistics {
  const range = bounds<bigint>();
  let sum = 0n;
  return {
    add(value) {
      range.add(value as bigint);
      sum += value as bigint;
    },
    encode() {
      const { least, greatest } = range.get() ?? { least: 0n, greatest: 0n };
      const fits = sum.toString().replace('-', '').length <= MAX_PRECISION;
      return [
        [
          6,
          protobufMessage([
            [1, decimalText(least, scale)],
            [2, decimalText(greatest, scale)],
            [3, fits ? decimalText(sum, scale) : undefined],
          ]),
        ],
      ];
    },
  };
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function dates(): ValueStatistics {
  const range = bounds<number>();
  return {
    add: (value) => range.add(value as number),
    encode() {
      const { least, greatest } = range.get() ?? { least: 0, greatest: 0 };
      return [
        [
          7,
          protobufMessage([
            [1, signed(least)],
            [2, signed(greatest)],
          ]),
        ],
      ];
    },
  };
}

function binaries(): ValueStatistics {
  let bytes = 0;
  return {
    add(value) {
      bytes += (value as Uint8Array).length;
    },
    encode: () => [[8, protobufMessage([[1, signed(bytes)]])]],
  };
}

/** In milliseconds of UTC; what readers took before they knew UTC is left out. */
function timestamps(): ValueStatistics {
  const range = bounds<number>();
  return {
    add: (value) => range.add(value instanceof Date ? value.getTime() : (value as number)),
    encode() {
      const { least, greatest } = range.get() ?? { least: 0, greatest: 0 };
      return [
        [
          9,
          protobufMessage([
            [3, signed(least)],
            [4, signed(greatest)],
          ]),
        ],
      ];
    },
  };
}

function collections(sizeOf: (value: unknown) => number): ValueStatistics {
  const range = bounds<number>();
  let children = 0;
  return {
    add(value) {
      const size = sizeOf(value);
      range.add(size);
      children += size;
    },
    encode() {
      const { least, greatest } = range.get() ?? { least: 0, greatest: 0 };
      return [
        [
          12,
          protobufMessage([
            [1, least],
            [2, greatest],
            [3, children],
          ]),
        ],
      ];
    },
  };
}
