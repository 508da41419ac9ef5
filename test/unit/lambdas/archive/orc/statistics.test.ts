import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../../../../lambdas/archive/formats/column-type.ts';
import { OrcWriter } from '../../../../../lambdas/archive/formats/orc/orc-writer.ts';

/** Fields of a message by number; the last of each, or all of a repeated field of messages. */
type Fields = Map<number, (bigint | number | Uint8Array)[]>;

function fieldsOf(bytes: Uint8Array): Fields {
  const fields: Fields = new Map();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const value =
      wire === WireType.Varint
        ? BigInt(reader.uint64())
        : wire === WireType.Bit64
          ? reader.double()
          : reader.bytes();
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}

function message(fields: Fields, number: number): Fields {
  const value = fields.get(number)?.at(-1);
  return value instanceof Uint8Array ? fieldsOf(value) : new Map();
}

/** The footer of a file with one column, written in stripes of two rows. */
function footerOf(type: ColumnType, values: readonly unknown[]): Fields {
  const chunks: Uint8Array[] = [];
  const writer = new OrcWriter({
    schema: { kind: 'struct', fields: [{ name: 'f', type }] },
    compression: 'none',
    stripeRows: 2,
    sink: (chunk) => void chunks.push(Buffer.from(chunk)),
  });
  for (const value of values) writer.write({ f: value });
  writer.close();
  const file = Buffer.concat(chunks);
  const end = file.length - 1 - (file.at(-1) ?? 0);
  const [length = 0] = fieldsOf(file.subarray(end, -1)).get(1) ?? [];
  return fieldsOf(file.subarray(end - Number(length), end));
}

/** Statistics of the column, which is the second: the first is the row. */
function statisticsOf(type: ColumnType, values: readonly unknown[]): Fields {
  const [, column] = footerOf(type, values).get(7) ?? [];
  return column instanceof Uint8Array ? fieldsOf(column) : new Map();
}

const zigzag = (value: bigint | number | Uint8Array | undefined): bigint => {
  const encoded = BigInt(value as bigint);
  return (encoded >> 1n) ^ -(encoded & 1n);
};
const text = (value: bigint | number | Uint8Array | undefined) => Buffer.from(value as Uint8Array).toString();

function kind(type: ColumnType, values: readonly unknown[], field: number) {
  const fields = message(statisticsOf(type, values), field);
  return (number: number) => fields.get(number)?.at(-1);
}

describe('the footer', () => {
  test('has statistics of every column, in the order of their numbers', () => {
    const lines: ColumnType = {
      kind: 'list',
      items: { kind: 'struct', fields: [{ name: 'sku', type: { kind: 'string' } }] },
    };
    const statistics = footerOf(lines, [[{ sku: 'a' }, { sku: 'b' }], [], null]).get(7) ?? [];
    expect(statistics.map((each) => fieldsOf(each as Uint8Array).get(1))).toEqual([[3n], [2n], [2n], [2n]]);
  });

  test('names its own writer, and says that dates are of the Gregorian calendar', () => {
    const footer = footerOf({ kind: 'int' }, []);
    // 0, which stands for the Java library, is what a reader takes where there is no number.
    expect(footer.get(9)?.[0]).toBeGreaterThan(5n);
    expect(text(footer.get(12)?.[0])).toBe('modes-of-dataflow');
    expect(footer.get(11)).toEqual([2n]);
  });
});

describe('statistics of a column', () => {
  test('count values, and say whether there are nulls', () => {
    const some = statisticsOf({ kind: 'int' }, [1, null, 3]);
    expect([some.get(1), some.get(10)]).toEqual([[2n], [1n]]);
    const none = statisticsOf({ kind: 'int' }, [null, null]);
    expect([none.get(1), none.get(10), none.get(2)]).toEqual([[0n], [1n], undefined]);
    expect(statisticsOf({ kind: 'int' }, [1]).get(10)).toEqual([0n]);
  });

  test('of integers have bounds over all stripes and a sum, unless it exceeds 64 bits', () => {
    const read = kind({ kind: 'long' }, [5, -7n, 2 ** 50, 1], 2);
    expect([1, 2, 3].map((field) => zigzag(read(field)))).toEqual([-7n, 2n ** 50n, 2n ** 50n - 1n]);
    const large = kind({ kind: 'long' }, [2n ** 63n - 1n, 1n], 2);
    expect(zigzag(large(2))).toBe(2n ** 63n - 1n);
    expect(large(3)).toBeUndefined();
  });

  test('of doubles have bounds, unless there is a NaN, which is beyond every bound', () => {
    const read = kind({ kind: 'double' }, [1.5, -2, 0.25], 3);
    expect([read(1), read(2), read(3)]).toEqual([-2, 1.5, -0.25]);
    const zero = kind({ kind: 'double' }, [0], 3);
    expect([zero(1), zero(2)]).toEqual([-0, 0]);
    expect(statisticsOf({ kind: 'double' }, [1, Number.NaN]).get(3)).toBeUndefined();
  });

  test('of texts have bounds by the bytes of UTF-8 and the sum of their lengths', () => {
    // U+FFFD comes before U+1F600 in UTF-8, and after its surrogates in JavaScript.
    const read = kind({ kind: 'string' }, ['\ud83d\ude00', '\ufffd', '\ufffe'], 4);
    expect([text(read(1)), text(read(2)), zigzag(read(3))]).toEqual(['\ufffd', '\ud83d\ude00', 10n]);
    const long = kind({ kind: 'string' }, ['a', 'b'.repeat(2_000)], 4);
    expect([long(1), long(2), zigzag(long(3))]).toEqual([undefined, undefined, 2_001n]);
  });

  test('of decimals are text with the point in its place', () => {
    const type = { kind: 'decimal', precision: 38, scale: 4 } as const;
    const read = kind(type, [0n, -5n, 12_345n], 6);
    expect([1, 2, 3].map((field) => text(read(field)))).toEqual(['-0.0005', '1.2345', '1.2340']);
    const large = kind(type, [10n ** 38n - 1n, 1n], 6);
    expect(large(3)).toBeUndefined();
  });

  test('of times, dates, truth values and collections', () => {
    const at = kind({ kind: 'timestamp' }, [new Date(5), -86_400_000, 7], 9);
    expect([zigzag(at(3)), zigzag(at(4))]).toEqual([-86_400_000n, 7n]);
    const day = kind({ kind: 'date' }, [3, -1], 7);
    expect([zigzag(day(1)), zigzag(day(2))]).toEqual([-1n, 3n]);
    const paid = kind({ kind: 'boolean' }, [true, false, true], 5);
    expect(paid(1)).toEqual(Buffer.of(2));
    const list = kind({ kind: 'list', items: { kind: 'int' } }, [[1], [], [1, 2]], 12);
    expect([list(1), list(2), list(3)]).toEqual([0n, 2n, 3n]);
    const raw = kind({ kind: 'binary' }, [Buffer.from('ab'), Buffer.alloc(3)], 8);
    expect(zigzag(raw(1))).toBe(5n);
  });
});
