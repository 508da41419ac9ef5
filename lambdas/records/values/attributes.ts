import { NumberValue } from '@aws-sdk/lib-dynamodb';
import avro from 'avsc';
import { DecimalType } from '../../shared/avro/decimal.ts';
import { Money } from '../../shared/money.ts';
import { RecordError } from '../errors.ts';
import { at, branchName, fromAvro } from './avro-value.ts';
import { isPlainObject, type Plain } from './plain.ts';

/** An Avro value as DynamoDB attributes: decimals as exact numbers, unions without their wrapping. */
export function toAttributes(type: avro.Type, value: unknown): unknown {
  if (type instanceof DecimalType) return value instanceof Money ? NumberValue.from(value.toFixed()) : null;
  if (type instanceof avro.types.RecordType) {
    const record = Object(value);
    return Object.fromEntries(
      type.fields.map(({ name, type: inner }) => [name, toAttributes(inner, record[name])]),
    );
  }
  if (type instanceof avro.types.WrappedUnionType) {
    if (value === null) return null;
    const [name, inner] = Object.entries(Object(value))[0] ?? [];
    const branch = type.types.find((candidate) => branchName(candidate) === name);
    return branch === undefined ? null : toAttributes(branch, inner);
  }
  if (type instanceof avro.types.ArrayType && Array.isArray(value)) {
    return value.map((item) => toAttributes(type.itemsType, item));
  }
  return value;
}

/** What a reader of attributes makes of names and symbols that are not its own. */
export interface Tolerance {
  /** Whether it looks under a field's earlier names. */
  aliases: boolean;
  /** Whether a symbol that it does not know becomes its enum's default. */
  enumDefaults: boolean;
  /** Whether it hands on fields that it does not know. */
  carriesUnknown: boolean;
}

/**
 * Attributes as a release sees them: what is missing reads as its default.
 *
 * @throws RecordError `unreadable` when a field is missing that has no default, or has another type
 */
export function fromAttributes(type: avro.Type, stored: unknown, tolerance: Tolerance, path = ''): Plain {
  if (type instanceof DecimalType) {
    return stored instanceof NumberValue ? toDecimal(type, stored, path) : refuse(path, 'no decimal');
  }
  if (type instanceof avro.types.RecordType) return toRecord(type, stored, tolerance, path);
  if (type instanceof avro.types.WrappedUnionType) {
    if (stored === null && type.types.some(({ typeName }) => typeName === 'null')) return null;
    const branch = type.types.find(({ typeName }) => typeName !== 'null');
    return branch === undefined ? refuse(path, 'not null') : fromAttributes(branch, stored, tolerance, path);
  }
  if (type instanceof avro.types.ArrayType) {
    if (!Array.isArray(stored)) return refuse(path, 'no list');
    return stored.map((item, index) => fromAttributes(type.itemsType, item, tolerance, `${path}[${index}]`));
  }
  if (type instanceof avro.types.EnumType) return toSymbol(type, stored, tolerance, path);
  const value = stored instanceof NumberValue ? Number(stored.value) : stored;
  return type.isValid(value) ? (value as Plain) : refuse(path, `not of type ${type.typeName}`);
}

function toRecord(type: avro.types.RecordType, stored: unknown, tolerance: Tolerance, path: string): Plain {
  if (!isPlainObject(stored)) return refuse(path, 'no record');
  const known = type.fields.map((field): [string, Plain] => {
    const name = storedName(field, stored, tolerance);
    if (name !== undefined)
      return [field.name, fromAttributes(field.type, stored[name], tolerance, at(path, field.name))];
    const fallback: unknown = field.defaultValue();
    if (fallback === undefined) refuse(at(path, field.name), 'missing, and has no default');
    return [field.name, fromAvro(field.type, fallback)];
  });
  if (!tolerance.carriesUnknown) return Object.fromEntries(known);
  const names = new Set(type.fields.flatMap((field) => [field.name, ...field.aliases]));
  const unknown = Object.entries(stored)
    .filter(([name]) => !names.has(name))
    .map(([name, value]): [string, Plain] => [name, asItIs(value)]);
  return Object.fromEntries([...known, ...unknown]);
}

/** Under which name a row has a field, if it has it. */
export function storedName(
  { name, aliases }: Pick<avro.types.Field, 'name' | 'aliases'>,
  stored: Record<string, unknown>,
  tolerance: Tolerance,
): string | undefined {
  return [name, ...(tolerance.aliases ? aliases : [])].find((candidate) => Object.hasOwn(stored, candidate));
}

function toSymbol(type: avro.types.EnumType, stored: unknown, tolerance: Tolerance, path: string): string {
  const symbol = type.symbols.find((known) => known === stored);
  if (symbol !== undefined) return symbol;
  // avsc keeps an enum's default (Avro 1.12, "Enums") and does not declare it.
  const fallback: unknown = 'default' in type ? type.default : undefined;
  if (tolerance.enumDefaults && typeof fallback === 'string') return fallback;
  return refuse(path, 'a symbol that this release does not know');
}

function toDecimal(type: DecimalType, { value }: NumberValue, path: string): string {
  const amount = Money(value);
  const fits =
    amount.round(type.scale).eq(amount) && amount.abs().lt(Money(`1e${type.precision - type.scale}`));
  return fits ? amount.toFixed(type.scale) : refuse(path, 'outside its decimal’s digits');
}

/**
 * What a release does not know, in the JSON of an answer. Without a type it cannot tell whether a number is a decimal,
 * so a number keeps the digits that DynamoDB has. JSON has neither sets nor bytes: they read as lists and as base64.
 */
function asItIs(value: unknown): Plain {
  if (value instanceof NumberValue) {
    const number = Number(value.value);
    return String(number) === value.value ? number : value.value;
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Set) return [...value].map(asItIs);
  if (Array.isArray(value)) return value.map(asItIs);
  if (isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asItIs(inner)]));
  return value as Plain;
}

/**
 * Attributes with some changed: what `changed` does not name stays, in records inside too.
 *
 * Decimals, sets and bytes are objects of the SDK's classes, and are replaced or kept as a whole.
 */
export function mergedAttributes(stored: unknown, changed: unknown): unknown {
  if (!isPlainObject(stored) || !isPlainObject(changed)) return changed;
  return Object.fromEntries([
    ...Object.entries(stored),
    ...Object.entries(changed).map(([name, value]) => [
      name,
      Object.hasOwn(stored, name) ? mergedAttributes(stored[name], value) : value,
    ]),
  ]);
}

function refuse(path: string, what: string): never {
  throw new RecordError('unreadable', `${path === '' ? 'the row' : path} is ${what}`);
}
