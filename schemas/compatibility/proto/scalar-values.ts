import { ScalarType } from '@bufbuild/protobuf';
import type { Encoding } from './rule.ts';

type Range = readonly [min: bigint, max: bigint];

const SIGNED_32: Range = [-(2n ** 31n), 2n ** 31n - 1n];
const UNSIGNED_32: Range = [0n, 2n ** 32n - 1n];
const SIGNED_64: Range = [-(2n ** 63n), 2n ** 63n - 1n];
const UNSIGNED_64: Range = [0n, 2n ** 64n - 1n];

/** Integers: in which form they are in the binary format, and which values they have. */
const INTEGERS: ReadonlyMap<ScalarType, { form: string; range: Range }> = new Map([
  [ScalarType.BOOL, { form: 'varint', range: [0n, 1n] }],
  [ScalarType.INT32, { form: 'varint', range: SIGNED_32 }],
  [ScalarType.INT64, { form: 'varint', range: SIGNED_64 }],
  [ScalarType.UINT32, { form: 'varint', range: UNSIGNED_32 }],
  [ScalarType.UINT64, { form: 'varint', range: UNSIGNED_64 }],
  [ScalarType.SINT32, { form: 'zigzag', range: SIGNED_32 }],
  [ScalarType.SINT64, { form: 'zigzag', range: SIGNED_64 }],
  [ScalarType.FIXED32, { form: 'fixed32', range: UNSIGNED_32 }],
  [ScalarType.SFIXED32, { form: 'fixed32', range: SIGNED_32 }],
  [ScalarType.FIXED64, { form: 'fixed64', range: UNSIGNED_64 }],
  [ScalarType.SFIXED64, { form: 'fixed64', range: SIGNED_64 }],
]);

/** Whether a receiver of `expected` reads every value of `sent` as what it is. */
export function readsEveryValue(sent: ScalarType, expected: ScalarType, encoding: Encoding): boolean {
  if (sent === expected) return true;
  return encoding === 'binary' ? readsBinary(sent, expected) : readsJson(sent, expected);
}

/** Whether integers between these limits are read from a varint, which enums have as well. */
export function readsVarint(numbers: readonly number[], expected: ScalarType): boolean {
  const integer = INTEGERS.get(expected);
  if (integer?.form !== 'varint') return false;
  const [min, max] = integer.range;
  return numbers.every((number) => min <= number && number <= max);
}

/** Whether every value of a scalar is a number that an enum can hold, known to it or not. */
export function fitsEnum(sent: ScalarType, encoding: Encoding): boolean {
  const integer = INTEGERS.get(sent);
  if (integer === undefined || !contains(SIGNED_32, integer.range)) return false;
  // Enums of JSON are names or numbers.
  return encoding === 'json' ? sent !== ScalarType.BOOL : integer.form === 'varint';
}

function readsBinary(sent: ScalarType, expected: ScalarType): boolean {
  // Every text is bytes, and not all bytes are UTF-8.
  if (sent === ScalarType.STRING) return expected === ScalarType.BYTES;
  const [from, to] = [INTEGERS.get(sent), INTEGERS.get(expected)];
  return from !== undefined && from.form === to?.form && contains(to.range, from.range);
}

/** JSON has numbers, and knows no forms of integers. Those of 64 bits are texts, which parsers take for all numbers. */
function readsJson(sent: ScalarType, expected: ScalarType): boolean {
  if (sent === ScalarType.BOOL || expected === ScalarType.BOOL) return false;
  if (sent === ScalarType.FLOAT) return expected === ScalarType.DOUBLE;
  const [from, to] = [INTEGERS.get(sent), INTEGERS.get(expected)];
  if (from === undefined) return false;
  // A double holds every integer up to 2^53, a float up to 2^24.
  if (expected === ScalarType.DOUBLE) return from.range[1] <= UNSIGNED_32[1];
  return to !== undefined && contains(to.range, from.range);
}

function contains([min, max]: Range, [low, high]: Range): boolean {
  return min <= low && high <= max;
}
