import avro from 'avsc';
import * as z from 'zod';
import { Money } from '../money.ts';

/** avsc ignores a logical type whose constructor throws, as the specification asks where one is wrongly declared. */
const attributes = z
  .looseObject({ precision: z.int().positive(), scale: z.int().min(0).default(0) })
  .refine(({ precision, scale }) => scale <= precision, 'a decimal has no more fraction digits than digits');

/** The 38 digits that DynamoDB and most databases end at fit in 16 bytes. */
const MAX_BYTES = 16;

/** `decimal` over `bytes` or `fixed`: the unscaled value in two's complement, big-endian (Avro 1.12, "Decimal"). */
export class DecimalType extends avro.types.LogicalType {
  readonly precision: number;
  readonly scale: number;

  constructor(schema: avro.Schema, options?: object) {
    super(schema, options);
    const { precision, scale } = attributes.parse(schema);
    this.precision = precision;
    this.scale = scale;
  }

  protected override _fromValue(written: Buffer): Money {
    const bytes = this.underlyingType.typeName === 'fixed' ? withoutFilling(written) : written;
    if (bytes.length === 0 || bytes.length > MAX_BYTES)
      throw new Error('a decimal has too few or too many bytes');
    const unscaled = BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
    return this.#checked(movePoint(Money(unscaled.toString()), -this.scale));
  }

  /** Not by way of some type's toBuffer: avsc encodes into one shared buffer, which a nested call corrupts. */
  protected override _toValue(amount: Money): Buffer {
    const bytes = twosComplement(BigInt(movePoint(this.#checked(amount), this.scale).toFixed()));
    return this.underlyingType instanceof avro.types.FixedType
      ? filled(bytes, this.underlyingType.size)
      : bytes;
  }

  /**
   * As "Schema Resolution" asks: both are decimals, and precision and scale match. A value of another scale would
   * keep its digits and change its meaning.
   */
  protected override _resolve(writer: avro.Type): ((read: Money) => Money) | undefined {
    const readable =
      writer instanceof DecimalType && writer.scale === this.scale && writer.precision === this.precision;
    return readable ? (read) => read : undefined;
  }

  #checked(amount: Money): Money {
    const unscaled = movePoint(amount, this.scale);
    if (!unscaled.round(0).eq(unscaled))
      throw new Error(`a decimal has more than ${this.scale} fraction digits`);
    if (unscaled.abs().gte(movePoint(Money('1'), this.precision))) {
      throw new Error(`a decimal has more than ${this.precision} digits`);
    }
    return amount;
  }
}

function movePoint(amount: Money, digits: number): Money {
  return amount.times(`1e${digits}`);
}

function twosComplement(value: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length += 1;
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}

/** As many bytes as a fixed has, the first of them repeating the sign. */
function filled(bytes: Buffer, size: number): Buffer {
  if (bytes.length > size) throw new Error(`a decimal does not fit a fixed of ${size} bytes`);
  return Buffer.concat([Buffer.alloc(size - bytes.length, isNegative(bytes) ? 0xff : 0), bytes]);
}

/** Without the bytes in front that only repeat the sign. */
export function withoutFilling(bytes: Buffer): Buffer {
  const sign = isNegative(bytes) ? 0xff : 0;
  let start = 0;
  while (
    start < bytes.length - 1 &&
    bytes[start] === sign &&
    isNegative(bytes.subarray(start + 1)) === (sign !== 0)
  ) {
    start += 1;
  }
  return bytes.subarray(start);
}

function isNegative(bytes: Buffer): boolean {
  return ((bytes[0] ?? 0) & 0x80) !== 0;
}
