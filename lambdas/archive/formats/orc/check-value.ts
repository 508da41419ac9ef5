import { type OrcType, OrcValueError } from './schema.ts';

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/**
 * Throws OrcValueError unless `value` fits `type`; null and undefined fit every type. A row is checked whole before
 * any column takes it, for a row half taken would shift every later row of the columns that took it.
 */
export function checkValue(type: OrcType, value: unknown, path: string): void {
  if (value === null || value === undefined) return;
  switch (type.kind) {
    case 'struct': {
      if (!isObject(value)) throw new OrcValueError(path, 'must be an object');
      for (const { name, type: fieldType } of type.fields) {
        checkValue(fieldType, value[name], path === '' ? name : `${path}.${name}`);
      }
      const known = new Set(type.fields.map(({ name }) => name));
      const extra = Object.keys(value).find((name) => !known.has(name));
      if (extra !== undefined) throw new OrcValueError(path, `has a field ${extra} that the schema lacks`);
      return;
    }
    case 'list': {
      if (!Array.isArray(value)) throw new OrcValueError(path, 'must be an array');
      for (const [index, item] of value.entries()) checkValue(type.items, item, `${path}[${index}]`);
      return;
    }
    case 'map': {
      for (const [key, item] of entriesOf(value, path)) {
        if (key === null || key === undefined) throw new OrcValueError(path, 'has an entry without a key');
        checkValue(type.keys, key, `${path} key`);
        checkValue(type.values, item, `${path}[…]`);
      }
      return;
    }
    default:
      if (!fits(type, value)) throw new OrcValueError(path, `must be a ${type.kind} within its range`);
  }
}

export function entriesOf(value: unknown, path = ''): [unknown, unknown][] {
  if (value instanceof Map) return [...value];
  if (isObject(value)) return Object.entries(value);
  throw new OrcValueError(path, 'must be a map');
}

function fits(type: OrcType, value: unknown): boolean {
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
    case 'date':
      return Number.isInteger(value) && Number(value) >= INT_MIN && Number(value) <= INT_MAX;
    case 'long':
      return (
        Number.isSafeInteger(value) || (typeof value === 'bigint' && value >= LONG_MIN && value <= LONG_MAX)
      );
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'binary':
      return value instanceof Uint8Array;
    case 'timestamp':
      return isWritableTime(value instanceof Date ? value.getTime() : value);
    case 'decimal':
      return typeof value === 'bigint' && digits(value) <= type.precision;
    default:
      return false;
  }
}

/**
 * Readers take a second off every negative time that has a fraction, and cannot know it of the last second of 1969,
 * whose seconds are written as zero: what cannot be read back is not written.
 */
function isWritableTime(milliseconds: unknown): boolean {
  return Number.isSafeInteger(milliseconds) && !(Number(milliseconds) > -1000 && Number(milliseconds) < 0);
}

function digits(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
