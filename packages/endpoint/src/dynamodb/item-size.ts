import type { AttributeValue } from '@aws-sdk/client-dynamodb-streams';

/**
 * Size of an item in bytes as AWS counts it, near enough for `SizeBytes`: names and strings in UTF-8, numbers about
 * one byte for two digits, 3 bytes for a list or map and 1 for each of its elements.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Record<string, AttributeValue> | undefined): number {
  if (item === undefined) return 0;
  return Object.entries(item).reduce(
    (size, [name, value]) => size + Buffer.byteLength(name) + valueSize(value),
    0,
  );
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return base64Size(value.B);
  if (value.SS !== undefined) return sum(value.SS, (text) => Buffer.byteLength(text));
  if (value.NS !== undefined) return sum(value.NS, numberSize);
  if (value.BS !== undefined) return sum(value.BS, base64Size);
  if (value.L !== undefined) return 3 + sum(value.L, (element) => 1 + valueSize(element));
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  return 1; // BOOL and NULL
}

const numberSize = (digits: string) => Math.ceil(digits.replace(/[-.]|e.*$/gi, '').length / 2) + 1;

/** Bytes stand in base64, as on the wire. */
const base64Size = (bytes: Uint8Array | string) =>
  typeof bytes === 'string' ? Buffer.byteLength(bytes, 'base64') : bytes.length;

function sum<T>(values: readonly T[], size: (value: T) => number): number {
  return values.reduce((total, value) => total + size(value), 0);
}
