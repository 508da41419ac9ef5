import { NumberValue } from '@aws-sdk/lib-dynamodb';

/**
 * Bytes that DynamoDB counts for attributes: names and texts in UTF-8, a byte for every two digits of a number and
 * one more, a byte for each element and three for each map or list.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value === 'number' || value instanceof NumberValue) {
    const digits = String(value instanceof NumberValue ? value.value : value).replace(/\D/g, '').length;
    return Math.ceil(digits / 2) + 1;
  }
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + itemSize(item) + 1, 3);
  if (typeof value === 'object' && value !== null) {
    const inside = Object.entries(value).map(
      ([name, inner]) => Buffer.byteLength(name) + itemSize(inner) + 1,
    );
    return inside.reduce((sum, size) => sum + size, 3);
  }
  return 1;
}
