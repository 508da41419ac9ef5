import { type ColumnType, RowError, type StructType } from './column-type.ts';

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

interface Fault {
  path: string;
  problem: string;
}

type Check = (value: unknown) => Fault | undefined;

/** What a format refuses beyond what its type says: the reason, or undefined. */
export type Refuses = (type: ColumnType, value: unknown) => string | undefined;

/**
 * A check of whole rows, to be made before any column takes a value: a row half taken would shift every later row of
 * the columns that took it. The check throws RowError; null and undefined fit every type.
 */
export function rowChecker(schema: StructType, refuses: Refuses = () => undefined): (row: unknown) => void {
  const check = compile(schema, refuses);
  return (row) => {
    const fault = check(row);
    if (fault !== undefined) throw new RowError(fault.path.replace(/^\./, ''), fault.problem);
  };
}

function compile(type: ColumnType, refuses: Refuses): Check {
  const check = compilePresent(type, refuses);
  return (value) => (value === null || value === undefined ? undefined : check(value));
}

function compilePresent(type: ColumnType, refuses: Refuses): Check {
  switch (type.kind) {
    case 'struct':
      return structCheck(type, refuses);
    case 'list':
      return listCheck(compile(type.items, refuses));
    case 'map':
      return mapCheck(compile(type.keys, refuses), compile(type.values, refuses));
    default:
      return (value) => {
        if (!fits(type, value)) return { path: '', problem: `must be a ${type.kind} within its range` };
        const refusal = refuses(type, value);
        return refusal === undefined ? undefined : { path: '', problem: refusal };
      };
  }
}

function structCheck(type: StructType, refuses: Refuses): Check {
  const fields = new Map(type.fields.map((field) => [field.name, compile(field.type, refuses)]));
  return (value) => {
    if (!isObject(value)) return { path: '', problem: 'must be an object' };
    for (const name in value) {
      const check = fields.get(name);
      if (check === undefined) return { path: '', problem: `has a field ${name} that the schema lacks` };
      const fault = check(value[name]);
      if (fault !== undefined) return { ...fault, path: `.${name}${fault.path}` };
    }
    return undefined;
  };
}

function listCheck(checkItem: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return { path: '', problem: 'must be an array' };
    for (let index = 0; index < value.length; index += 1) {
      const fault = checkItem(value[index]);
      if (fault !== undefined) return { ...fault, path: `[${index}]${fault.path}` };
    }
    return undefined;
  };
}

function mapCheck(checkKey: Check, checkValue: Check): Check {
  return (value) => {
    if (!isObject(value)) return { path: '', problem: 'must be a map' };
    for (const [key, item] of entriesOf(value)) {
      if (key === null || key === undefined) return { path: '', problem: 'has an entry without a key' };
      const fault = checkKey(key) ?? checkValue(item);
      if (fault !== undefined) return { ...fault, path: `[…]${fault.path}` };
    }
    return undefined;
  };
}

/** The entries of a map, given as a Map or, for text keys, as an object. */
export function entriesOf(value: object): [unknown, unknown][] {
  return value instanceof Map ? [...value] : Object.entries(value);
}

function fits(type: ColumnType, value: unknown): boolean {
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
      // UTF-8 has no bytes for a lone surrogate.
      return typeof value === 'string' && value.isWellFormed();
    case 'binary':
      return value instanceof Uint8Array;
    case 'timestamp':
      return Number.isSafeInteger(value instanceof Date ? value.getTime() : value);
    case 'decimal': {
      const bound = 10n ** BigInt(type.precision);
      return typeof value === 'bigint' && value < bound && value > -bound;
    }
    default:
      return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
