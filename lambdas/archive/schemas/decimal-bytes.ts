import avro from 'avsc';
import * as z from 'zod';
import { withoutFilling } from '../../shared/avro/decimal.ts';

const attributes = z.looseObject({ precision: z.int().positive(), scale: z.int().min(0).default(0) });

/** The 38 digits that databases and columnar formats end at fit in 16 bytes. */
const MAX_BYTES = 16;

/**
 * `decimal` over `bytes` or `fixed`, left as the bytes that it is: a row only passes through here, and a number made of it would
 * cost more than all else that is done to the row. `unscaledOf` makes it a bigint where a format wants one.
 */
export class DecimalBytes extends avro.types.LogicalType {
  readonly precision: number;
  readonly scale: number;
  readonly #bound: bigint;
  /** Two's complement of this many bytes cannot exceed the precision. */
  readonly #surelyFits: number;

  constructor(schema: avro.Schema, options?: object) {
    super(schema, options);
    const { precision, scale } = attributes.parse(schema);
    this.precision = precision;
    this.scale = scale;
    this.#bound = 10n ** BigInt(precision);
    this.#surelyFits = Math.floor((Math.log2(10) * precision) / 8);
  }

  protected override _fromValue(bytes: Buffer): Buffer {
    if (bytes.length > 0 && bytes.length <= this.#surelyFits) return bytes;
    const significant = this.underlyingType.typeName === 'fixed' ? withoutFilling(bytes) : bytes;
    if (significant.length === 0 || significant.length > MAX_BYTES)
      throw new Error('a decimal has too few or too many bytes');
    const unscaled = unscaledOf(significant);
    if (unscaled >= this.#bound || unscaled <= -this.#bound)
      throw new Error(`a decimal has more than ${this.precision} digits`);
    return bytes;
  }

  protected override _toValue(bytes: Buffer): Buffer {
    return bytes;
  }

  /** Equal bytes under another scale are another amount (Avro 1.12, "Decimal": both must match). */
  protected override _resolve(writer: avro.Type): ((bytes: Buffer) => Buffer) | undefined {
    const same =
      writer instanceof DecimalBytes && writer.scale === this.scale && writer.precision === this.precision;
    return same ? (bytes) => this._fromValue(bytes) : undefined;
  }
}

/** As far as a double counts exactly. */
const EXACT_BYTES = 6;

/** The whole number that the bytes are in two's complement, big-endian. */
export function unscaledOf(bytes: Buffer): bigint {
  if (bytes.length <= EXACT_BYTES) return BigInt(bytes.readIntBE(0, bytes.length));
  if (bytes.length <= 8) {
    const low = bytes.length - 4;
    return (BigInt(bytes.readIntBE(0, low)) << 32n) | BigInt(bytes.readUInt32BE(low));
  }
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}
