import avro from 'avsc';
import { DecimalType } from '../../shared/avro/decimal.ts';
import { LOWEST_LONG } from '../../shared/avro/well-formed.ts';
import { Money } from '../../shared/money.ts';
import { RecordError } from '../errors.ts';
import { isPlainObject, type Plain } from './plain.ts';

/**
 * A plain value as avsc encodes it: decimals as Money, branches of unions wrapped in their name, defaults where
 * fields are missing.
 *
 * @throws RecordError `invalid-value` which names the place and the type that is wanted there
 */
export function toAvro(type: avro.Type, plain: Plain | undefined, path = ''): unknown {
  if (type instanceof DecimalType) return toMoney(type, plain, path);
  if (type instanceof avro.types.RecordType) return toRecord(type, plain, path);
  if (type instanceof avro.types.WrappedUnionType) return toBranch(type, plain, path);
  if (type instanceof avro.types.ArrayType) {
    if (!Array.isArray(plain)) return refuse(path, 'a list');
    return plain.map((item, index) => toAvro(type.itemsType, item, `${path}[${index}]`));
  }
  if (!type.isValid(plain)) return refuse(path, wanted(type));
  if (typeof plain === 'string' && !plain.isWellFormed()) return refuse(path, 'well-formed Unicode');
  if (type instanceof avro.types.LongType && typeof plain === 'number' && plain < -LOWEST_LONG)
    return refuse(path, 'at least -2^52');
  return plain;
}

function toRecord(type: avro.types.RecordType, plain: Plain | undefined, path: string): unknown {
  if (!isPlainObject(plain)) return refuse(path, 'a record');
  const unknown = Object.keys(plain).find((name) => !type.fields.some((field) => field.name === name));
  if (unknown !== undefined) throw new RecordError('invalid-value', `${at(path, unknown)} is not a field`);
  return Object.fromEntries(
    type.fields.map((field) => {
      const value = Object.hasOwn(plain, field.name) ? plain[field.name] : undefined;
      const fallback: unknown = value === undefined ? field.defaultValue() : undefined;
      return [
        field.name,
        fallback === undefined ? toAvro(field.type, value, at(path, field.name)) : fallback,
      ];
    }),
  );
}

function toBranch(
  { types }: avro.types.WrappedUnionType,
  plain: Plain | undefined,
  path: string,
): Record<string, unknown> | null {
  if (plain === null && types.some(({ typeName }) => typeName === 'null')) return null;
  const branches = types.filter(({ typeName }) => typeName !== 'null');
  const [only] = branches;
  // A union of null and one more is the common one: what is wrong inside the branch can be said.
  if (only !== undefined && branches.length === 1) return { [branchName(only)]: toAvro(only, plain, path) };
  for (const branch of branches) {
    try {
      return { [branchName(branch)]: toAvro(branch, plain, path) };
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
    }
  }
  return refuse(path, 'one of the types of its union');
}

function toMoney(type: DecimalType, plain: Plain | undefined, path: string): Money {
  if (typeof plain !== 'string' || !/^-?\d{1,38}(\.\d{1,38})?$/.test(plain))
    return refuse(path, wanted(type));
  const amount = Money(plain);
  const fits =
    amount.round(type.scale).eq(amount) && amount.abs().lt(Money(`1e${type.precision - type.scale}`));
  return fits ? amount : refuse(path, wanted(type));
}

/** The other way: what avsc decoded, as callers see it. */
export function fromAvro(type: avro.Type, value: unknown): Plain {
  if (type instanceof DecimalType) return value instanceof Money ? value.toFixed(type.scale) : null;
  if (type instanceof avro.types.RecordType) {
    const record = Object(value);
    return Object.fromEntries(
      type.fields.map(({ name, type: inner }) => [name, fromAvro(inner, record[name])]),
    );
  }
  if (type instanceof avro.types.WrappedUnionType) {
    if (value === null) return null;
    const [name, inner] = Object.entries(Object(value))[0] ?? [];
    const branch = type.types.find((candidate) => branchName(candidate) === name);
    return branch === undefined ? null : fromAvro(branch, inner);
  }
  if (type instanceof avro.types.ArrayType && Array.isArray(value)) {
    return value.map((item) => fromAvro(type.itemsType, item));
  }
  // Numbers, texts, booleans, null and symbols are plain as they are.
  return value as Plain;
}

/** The name under which a union wraps a value of this type. */
export function branchName(type: avro.Type): string {
  return type.branchName ?? type.typeName;
}

export function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function wanted(type: avro.Type): string {
  if (type instanceof DecimalType)
    return `decimal text with at most ${type.precision} digits, ${type.scale} of them after the point`;
  if (type instanceof avro.types.EnumType) return `one of ${type.symbols.join(', ')}`;
  return `of type ${type.typeName}`;
}

function refuse(path: string, what: string): never {
  throw new RecordError('invalid-value', `${path === '' ? 'the record' : path} must be ${what}`);
}
