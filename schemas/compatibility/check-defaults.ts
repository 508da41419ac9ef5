import { isJsonObject, numberText } from '../json.ts';
import { type AvroSchema, type Field, isNamed, type NamedSchema } from './avro-schema.ts';
import { describe, shorten } from './describe.ts';
import { InvalidSchemaError } from './parse-avro-schema.ts';

/**
 * Checks that every default of a field is a value of its type, as Avro 1.12 takes defaults: one of a union fits any of
 * its branches ("Complex Types", "Unions"), a long has 64 bits, and a float or double is a number or the text of one
 * that JSON has no number for, as Java writes them.
 *
 * @throws InvalidSchemaError which names the field
 */
export function checkDefaults(schema: AvroSchema): void {
  const fits = defaultCheck();
  const seen = new Set<NamedSchema>();
  // Named types are written out where they are met first, so this goes no deeper than the text does.
  const walk = (schema: AvroSchema, path: string): void => {
    if (isNamed(schema)) {
      if (seen.has(schema)) return;
      seen.add(schema);
    }
    if (schema.kind === 'array') walk(schema.items, `${path}/items`);
    else if (schema.kind === 'map') walk(schema.values, `${path}/values`);
    else if (schema.kind === 'union') {
      for (const [index, branch] of schema.branches.entries()) walk(branch, `${path}/${index}`);
    } else if (schema.kind === 'record') {
      for (const [index, field] of schema.fields.entries()) {
        const place = `${path}/fields/${index}`;
        walk(field.type, `${place}/type`);
        if (field.hasDefault && !fits(field.type, field.default)) throw misfit(field, place);
      }
    }
  };
  walk(schema, '');
}

function misfit({ name, type }: Field, path: string): InvalidSchemaError {
  return new InvalidSchemaError(
    path,
    `the default of the field ${shorten(name)} is no value of its type, ${describe(type)}`,
  );
}

type Fits = (schema: AvroSchema, value: unknown) => boolean;

/** A check that looks at each value once for each type, however many ways through unions lead to it. */
function defaultCheck(): Fits {
  const known = new Map<AvroSchema, Map<object, boolean>>();
  const fits: Fits = (schema, value) => {
    if (typeof value !== 'object' || value === null) return isValue(schema, value, fits);
    const ofSchema = known.get(schema) ?? new Map<object, boolean>();
    known.set(schema, ofSchema);
    const before = ofSchema.get(value);
    if (before !== undefined) return before;
    const result = isValue(schema, value, fits);
    ofSchema.set(value, result);
    return result;
  };
  return fits;
}

function isValue(schema: AvroSchema, value: unknown, fits: Fits): boolean {
  switch (schema.kind) {
    case 'primitive':
      return PRIMITIVE[schema.name](value);
    case 'fixed':
      return isBytes(value) && value.length === schema.size;
    case 'enum':
      return typeof value === 'string' && schema.symbols.includes(value);
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(schema.items, item));
    case 'map':
      return isJsonObject(value) && Object.values(value).every((item) => fits(schema.values, item));
    case 'union':
      return schema.branches.some((branch) => fits(branch, value));
    case 'record':
      return (
        isJsonObject(value) &&
        schema.fields.every(({ name, type, hasDefault }) =>
          Object.hasOwn(value, name) ? fits(type, value[name]) : hasDefault,
        )
      );
  }
}

const INT_MAX = 2n ** 31n;
const LONG_MAX = 2n ** 63n;
const NO_NUMBERS: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];

const isFloat = (value: unknown) => numberText(value) !== undefined || NO_NUMBERS.includes(value);

const PRIMITIVE = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  int: (value) => isWhole(value, INT_MAX),
  long: (value) => isWhole(value, LONG_MAX),
  float: isFloat,
  double: isFloat,
  bytes: isBytes,
  string: (value) => typeof value === 'string',
} satisfies Record<string, (value: unknown) => boolean>;

/** From `-bound` up to, and without, `bound`. */
function isWhole(value: unknown, bound: bigint): boolean {
  const text = numberText(value);
  if (text === undefined || !/^-?\d{1,20}$/.test(text)) return false;
  return BigInt(text) >= -bound && BigInt(text) < bound;
}

/** Each character stands for a byte: code points 0 to 255. */
function isBytes(value: unknown): value is string {
  return typeof value === 'string' && /^[\0-\xff]*$/.test(value);
}
