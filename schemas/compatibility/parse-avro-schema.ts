import { isJsonObject, parseJson } from '../json.ts';
import {
  type AvroSchema,
  type Decimal,
  type EnumSchema,
  type Field,
  type FixedSchema,
  type NamedSchema,
  type PrimitiveName,
  type Properties,
  type RecordSchema,
  SORT_ORDERS,
} from './avro-schema.ts';
import { shorten } from './describe.ts';

/** A text or value that is not an Avro schema. `path` says where; the message says what is wrong there. */
export class InvalidSchemaError extends Error {
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`Not an Avro schema: ${problem}${path === '' ? '' : ` (at ${path})`}.`, options);
    this.name = 'InvalidSchemaError';
    this.path = path;
  }
}

const PRIMITIVES: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
] satisfies PrimitiveName[]);

/** "Names" in the specification: letters, digits and underscores, dots between namespaces. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const FULL_NAME = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** The most levels of nesting; far beyond any real schema, and far below what would exhaust the stack. */
const MAX_DEPTH = 200;

/**
 * The most aliases of one name. A type is compared with every type that one of its aliases names, so their number
 * bounds the work of a comparison.
 */
const MAX_ALIASES = 100;

/** What the specification reserves. On a type that has no use for it, such as `doc` on an array, it is ignored. */
const RESERVED = 'type name namespace doc aliases fields symbols size items values'.split(' ');
const OF_TYPES: ReadonlySet<string> = new Set(RESERVED);
const OF_ENUMS: ReadonlySet<string> = new Set([...RESERVED, 'default']);
const OF_FIELDS: ReadonlySet<string> = new Set(['name', 'type', 'doc', 'default', 'order', 'aliases']);

interface Scope {
  namespace: string;
  named: Map<string, NamedSchema>;
  depth: number;
}

/** Reads a schema from its JSON text. Throws InvalidSchemaError. */
export function parseAvroSchemaText(text: string): AvroSchema {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    const problem = cause instanceof RangeError ? cause.message : 'the text is not JSON';
    throw new InvalidSchemaError('', problem, { cause });
  }
  return parseAvroSchema(value);
}

/**
 * Reads a schema from its JSON value, by "Schema Declaration" in the Avro 1.12 specification. Whether defaults fit is
 * for `checkDefaults` to say: a schema that was admitted before is read as it is.
 *
 * @throws InvalidSchemaError
 */
export function parseAvroSchema(value: unknown): AvroSchema {
  return parse(value, '', { namespace: '', named: new Map(), depth: 0 });
}

function parse(value: unknown, path: string, outer: Scope): AvroSchema {
  const scope = { ...outer, depth: outer.depth + 1 };
  if (scope.depth > MAX_DEPTH) throw new InvalidSchemaError(path, `it nests deeper than ${MAX_DEPTH} levels`);
  if (typeof value === 'string') return reference(value, path, scope);
  if (Array.isArray(value)) return parseUnion(value, path, scope);
  if (!isJsonObject(value))
    throw new InvalidSchemaError(path, 'a schema is a name, an object or an array of branches');

  const { type } = value;
  switch (type) {
    case 'record':
    case 'error':
      return parseRecord(value, path, scope);
    case 'enum':
      return parseEnum(value, path, scope);
    case 'fixed':
      return parseFixed(value, path, scope);
    case 'array':
      return {
        kind: 'array',
        items: parse(value['items'], `${path}/items`, scope),
        ...properties(value, OF_TYPES),
      };
    case 'map':
      return {
        kind: 'map',
        values: parse(value['values'], `${path}/values`, scope),
        ...properties(value, OF_TYPES),
      };
    default:
      return parseWrapped(value, path, scope);
  }
}

/** `{"type": "int"}` is an int, and may have properties. Of other types that are declared elsewhere it changes nothing. */
function parseWrapped(value: JsonObject, path: string, scope: Scope): AvroSchema {
  const inner = parse(value['type'], `${path}/type`, scope);
  if (inner.kind !== 'primitive') return inner;
  const own = { ...inner.properties, ...properties(value, OF_TYPES).properties };
  const decimal = inner.name === 'bytes' ? decimalOf(own) : undefined;
  return {
    kind: 'primitive',
    name: inner.name,
    ...(decimal && { decimal }),
    ...(Object.keys(own).length > 0 && { properties: own }),
  };
}

function reference(name: string, path: string, scope: Scope): AvroSchema {
  if (PRIMITIVES.has(name)) return { kind: 'primitive', name: name as PrimitiveName };
  const found = scope.named.get(qualify(name, scope.namespace)) ?? scope.named.get(name);
  if (found === undefined) throw new InvalidSchemaError(path, `the type ${shorten(name)} is not defined`);
  return found;
}

function parseUnion(branches: unknown[], path: string, scope: Scope): AvroSchema {
  const parsed = branches.map((branch, index) => parse(branch, `${path}/${index}`, scope));
  if (parsed.some((branch) => branch.kind === 'union')) {
    throw new InvalidSchemaError(path, 'a union may not directly contain another union');
  }
  const twice = firstDuplicate(parsed.map(branchKey));
  if (twice !== undefined)
    throw new InvalidSchemaError(path, `a union may contain ${shorten(twice)} only once`);
  return { kind: 'union', branches: parsed };
}

function branchKey(branch: AvroSchema): string {
  return 'name' in branch ? branch.name : branch.kind;
}

function parseRecord(value: JsonObject, path: string, scope: Scope): RecordSchema {
  const { namespace, ...named } = names(value, path, scope);
  const record: RecordSchema = {
    kind: 'record',
    ...named,
    fields: [],
    ...(value['type'] === 'error' && { isError: true }),
    ...properties(value, OF_TYPES),
  };
  define(record, path, scope);
  const { fields } = value;
  if (!Array.isArray(fields)) throw new InvalidSchemaError(path, 'a record needs a list of fields');
  record.fields = fields.map((field, index) =>
    parseField(field, `${path}/fields/${index}`, { ...scope, namespace }),
  );
  const twice = firstDuplicate(record.fields.map((field) => field.name));
  if (twice !== undefined)
    throw new InvalidSchemaError(path, `the field ${shorten(twice)} is declared twice`);
  return record;
}

function parseField(value: unknown, path: string, scope: Scope): Field {
  if (!isJsonObject(value)) throw new InvalidSchemaError(path, 'a field is an object');
  const { name, order } = value;
  if (typeof name !== 'string' || !NAME.test(name))
    throw new InvalidSchemaError(path, 'a field needs a valid name');
  const sortOrder = SORT_ORDERS.find((known) => known === order);
  if (order !== undefined && sortOrder === undefined)
    throw new InvalidSchemaError(path, `the order of a field is one of ${SORT_ORDERS.join(', ')}`);
  return {
    name,
    aliases: aliasesOf(value, path),
    type: parse(value['type'], `${path}/type`, scope),
    hasDefault: Object.hasOwn(value, 'default'),
    ...(Object.hasOwn(value, 'default') && { default: value['default'] }),
    ...(sortOrder !== undefined && { order: sortOrder }),
    ...docOf(value),
    ...properties(value, OF_FIELDS),
  };
}

function parseEnum(value: JsonObject, path: string, scope: Scope): EnumSchema {
  const { namespace: _, ...named } = names(value, path, scope);
  const { symbols, default: fallback } = value;
  if (!isNameList(symbols))
    throw new InvalidSchemaError(path, 'an enum needs a list of symbols, each a valid name');
  if (firstDuplicate(symbols) !== undefined)
    throw new InvalidSchemaError(path, 'an enum names a symbol twice');
  if (fallback !== undefined && !(typeof fallback === 'string' && symbols.includes(fallback))) {
    throw new InvalidSchemaError(path, 'the default of an enum must be one of its symbols');
  }
  const schema: EnumSchema = {
    kind: 'enum',
    ...named,
    symbols,
    ...(fallback !== undefined && { default: fallback }),
    ...properties(value, OF_ENUMS),
  };
  define(schema, path, scope);
  return schema;
}

function parseFixed(value: JsonObject, path: string, scope: Scope): FixedSchema {
  const { namespace: _, ...named } = names(value, path, scope);
  const { size } = value;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new InvalidSchemaError(path, 'a fixed needs a size in bytes');
  }
  const decimal = decimalOf(value);
  const schema: FixedSchema = {
    kind: 'fixed',
    ...named,
    size,
    ...(decimal && { decimal }),
    ...properties(value, OF_TYPES),
  };
  define(schema, path, scope);
  return schema;
}

/** A wrongly declared logical type is ignored, as the specification asks. */
function decimalOf({ logicalType, precision, scale = 0 }: JsonObject): Decimal | undefined {
  if (logicalType !== 'decimal' || !isCount(precision) || precision === 0 || !isCount(scale))
    return undefined;
  return scale <= precision ? { precision, scale } : undefined;
}

/** Names in full, with the namespace in which the names inside are looked up. */
function names(
  value: JsonObject,
  path: string,
  scope: Scope,
): { name: string; namespace: string; aliases: string[]; doc?: string } {
  const { name } = value;
  // As in Java, null is no namespace of its own.
  const namespace = value['namespace'] ?? scope.namespace;
  if (typeof name !== 'string' || !FULL_NAME.test(name))
    throw new InvalidSchemaError(path, 'the type needs a valid name');
  if (typeof namespace !== 'string' || (namespace !== '' && !FULL_NAME.test(namespace))) {
    throw new InvalidSchemaError(path, 'the namespace is not valid');
  }
  const full = qualify(name, namespace);
  if (PRIMITIVES.has(full.slice(full.lastIndexOf('.') + 1)))
    throw new InvalidSchemaError(path, `${shorten(full)} is the name of a primitive type`);
  const own = full.includes('.') ? full.slice(0, full.lastIndexOf('.')) : '';
  return {
    name: full,
    namespace: own,
    aliases: aliasesOf(value, path).map((alias) => qualify(alias, own)),
    ...docOf(value),
  };
}

/** Any texts: an alias that is no valid name is the name of nothing, and harmless. */
function aliasesOf(value: JsonObject, path: string): string[] {
  const { aliases = [] } = value;
  if (!Array.isArray(aliases) || !aliases.every((alias) => typeof alias === 'string')) {
    throw new InvalidSchemaError(path, 'aliases are a list of names');
  }
  if (aliases.length > MAX_ALIASES) {
    throw new InvalidSchemaError(path, `one name has more than ${MAX_ALIASES} aliases`);
  }
  return aliases;
}

function docOf({ doc }: JsonObject): { doc?: string } {
  return typeof doc === 'string' ? { doc } : {};
}

function properties(value: JsonObject, reserved: ReadonlySet<string>): { properties?: Properties } {
  const own = Object.entries(value).filter(([name]) => !reserved.has(name));
  return own.length === 0 ? {} : { properties: Object.fromEntries(own) };
}

function define(schema: NamedSchema, path: string, scope: Scope): void {
  if (scope.named.has(schema.name))
    throw new InvalidSchemaError(path, `the name ${shorten(schema.name)} is defined twice`);
  scope.named.set(schema.name, schema);
}

function qualify(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function firstDuplicate(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

type JsonObject = Record<string, unknown>;

function isNameList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && NAME.test(item));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
