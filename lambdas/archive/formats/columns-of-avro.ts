import avro from 'avsc';
import { ArchiveError } from '../errors.ts';
import { DecimalBytes, unscaledOf } from '../schemas/decimal-bytes.ts';
import { DateDays, TimestampMillis } from '../schemas/time.ts';
import type { ColumnType, StructType } from './column-type.ts';

/** The most that Parquet's and ORC's readers take. */
const MAX_PRECISION = 38;

/** A record that is used in two places becomes columns twice, so a short schema can have very many. */
const MAX_COLUMNS = 5_000;

interface Column {
  type: ColumnType;
  /** From a value as avsc reads it to one that the column takes. */
  convert: (value: unknown) => unknown;
}

export interface Columns {
  schema: StructType;
  toRow: (value: object) => object;
}

/**
 * The columns that hold values of an Avro record: nested records as structs, `["null", …]` as a column that may be
 * null, enums as strings.
 *
 * @throws ArchiveError `unsupported-schema`, naming the field
 */
export function columnsOf(type: avro.Type): Columns {
  const { type: schema, convert } = column(type, { within: [], budget: { columns: MAX_COLUMNS } }, '');
  if (schema.kind !== 'struct') throw unsupported('', 'is not a record');
  return { schema, toRow: (value) => convert(value) as object };
}

interface Place {
  /** The records around, to see one that holds itself. */
  within: readonly avro.Type[];
  /** Shared by the whole schema: how many columns it may still have. */
  budget: { columns: number };
}

function column(type: avro.Type, place: Place, path: string): Column {
  place.budget.columns -= 1;
  if (place.budget.columns < 0) throw unsupported('', `needs more than ${MAX_COLUMNS} columns`);
  if (type instanceof DecimalBytes) return decimal(type, path);
  if (type instanceof TimestampMillis) return asItIs({ kind: 'timestamp' });
  if (type instanceof DateDays) return asItIs({ kind: 'date' });
  if (type instanceof avro.types.RecordType) {
    if (place.within.includes(type)) throw unsupported(path, 'is a record within itself');
    return record(type, { ...place, within: [...place.within, type] }, path);
  }
  if (type instanceof avro.types.ArrayType) return list(column(type.itemsType, place, `${path}[]`));
  if (type instanceof avro.types.MapType) return map(column(type.valuesType, place, `${path}[]`));
  if (type instanceof avro.types.WrappedUnionType) return nullable(type, place, path);
  const kind = PRIMITIVE[type.typeName];
  if (kind === undefined) throw unsupported(path, `is a ${type.typeName}, which no column holds`);
  return asItIs({ kind });
}

const PRIMITIVE: Partial<Record<string, 'boolean' | 'int' | 'long' | 'double' | 'string' | 'binary'>> = {
  boolean: 'boolean',
  int: 'int',
  long: 'long',
  float: 'double',
  double: 'double',
  string: 'string',
  enum: 'string',
  bytes: 'binary',
  fixed: 'binary',
};

function asItIs(type: ColumnType): Column {
  return { type, convert: (value) => value };
}

function decimal({ precision, scale }: DecimalBytes, path: string): Column {
  if (precision > MAX_PRECISION) throw unsupported(path, `has more than ${MAX_PRECISION} digits`);
  return { type: { kind: 'decimal', precision, scale }, convert: (value) => unscaledOf(value as Buffer) };
}

function record(type: avro.types.RecordType, place: Place, path: string): Column {
  const fields = type.fields.map(({ name, type: inner }) => ({
    name,
    ...column(inner, place, path === '' ? name : `${path}.${name}`),
  }));
  return {
    type: { kind: 'struct', fields: fields.map(({ name, type: kind }) => ({ name, type: kind })) },
    convert(value) {
      const row: Record<string, unknown> = {};
      for (const { name, convert } of fields) row[name] = convert((value as Record<string, unknown>)[name]);
      return row;
    },
  };
}

function list({ type, convert }: Column): Column {
  return { type: { kind: 'list', items: type }, convert: (value) => (value as unknown[]).map(convert) };
}

function map({ type, convert }: Column): Column {
  return {
    type: { kind: 'map', keys: { kind: 'string' }, values: type },
    convert: (value) =>
      new Map(Object.entries(value as object).map(([key, item]) => [key, convert(item)] as const)),
  };
}

/** A union of null and one other type, wrapped as avsc wraps it: `{ string: 'x' }`. */
function nullable(type: avro.types.WrappedUnionType, place: Place, path: string): Column {
  const [branch, ...others] = type.types.filter(({ typeName }) => typeName !== 'null');
  const name = branch?.branchName;
  if (branch === undefined || name === undefined || others.length > 0) {
    throw unsupported(path, 'is a union of more than null and one type');
  }
  const inner = column(branch, place, path);
  return {
    type: inner.type,
    convert: (value) => (value === null ? null : inner.convert((value as Record<string, unknown>)[name])),
  };
}

function unsupported(path: string, problem: string): ArchiveError {
  return new ArchiveError(
    'unsupported-schema',
    `the schema has no columns: ${path === '' ? 'it' : path} ${problem}`,
  );
}
