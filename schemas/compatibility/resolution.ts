import type {
  AvroSchema,
  Decimal,
  EnumSchema,
  Field,
  FixedSchema,
  RecordSchema,
  UnionSchema,
} from './avro-schema.ts';
import { describe } from './describe.ts';
import type { Incompatibility, IncompatibilityRule } from './incompatibility.ts';

/**
 * Says why `reader` cannot read every datum of `writer`: all reasons, none when it can.
 *
 * The rules are those of "Schema Resolution" in the Avro specification, with two decisions of ours. Names must be equal
 * with their namespaces, or be named by an alias of the reader: the specification also lets unqualified names match,
 * which together with aliases reads one type as another. And a decimal is read as a decimal only where precision and
 * scale are the writer's.
 */
export function whyUnreadable(reader: AvroSchema, writer: AvroSchema): Incompatibility[] {
  return resolve(reader, writer, '', new Set());
}

/** Pairs of records under comparison: a recursive schema meets itself, and is then as readable as the rest of it. */
type Visited = ReadonlySet<string>;

/** Writer's primitive → readers that promote it. */
const PROMOTIONS: Record<string, readonly string[]> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

function resolve(reader: AvroSchema, writer: AvroSchema, path: string, visited: Visited): Incompatibility[] {
  // The writer may have taken any branch, so the reader must take every one.
  if (writer.kind === 'union')
    return writer.branches.flatMap((branch) => resolve(reader, branch, path, visited));
  if (reader.kind === 'union') return resolveIntoUnion(reader, writer, path, visited);

  if (decimalOf(reader) !== undefined && !sameDecimal(decimalOf(reader), decimalOf(writer))) {
    const why = 'a decimal stays exact only where precision and scale are the same on both sides';
    return [incompatibility('DECIMAL_MISMATCH', path, reader, writer, why)];
  }
  if (reader.kind === 'record' && writer.kind === 'record')
    return resolveRecord(reader, writer, path, visited);
  if (reader.kind === 'enum' && writer.kind === 'enum') {
    return [...resolveName(reader, writer, path), ...resolveSymbols(reader, writer, path)];
  }
  if (reader.kind === 'fixed' && writer.kind === 'fixed') {
    return [...resolveName(reader, writer, path), ...resolveSize(reader, writer, path)];
  }
  if (reader.kind === 'array' && writer.kind === 'array') {
    return resolve(reader.items, writer.items, `${path}/items`, visited);
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    return resolve(reader.values, writer.values, `${path}/values`, visited);
  }
  if (reader.kind === 'primitive' && writer.kind === 'primitive' && promotes(writer.name, reader.name))
    return [];
  return [
    incompatibility(
      'TYPE_MISMATCH',
      path,
      reader,
      writer,
      'the reader’s type is neither the writer’s nor a promotion of it',
    ),
  ];
}

function resolveIntoUnion(
  reader: UnionSchema,
  writer: AvroSchema,
  path: string,
  visited: Visited,
): Incompatibility[] {
  const attempts = reader.branches.map((branch) => resolve(branch, writer, path, visited));
  if (attempts.some((reasons) => reasons.length === 0)) return [];
  // A branch of the writer's own kind is the one that was meant: its reasons say what has to be mended.
  const meant = reader.branches.findIndex(
    (branch) => branch.kind === writer.kind && branch.kind !== 'primitive',
  );
  return (
    attempts[meant] ?? [
      incompatibility(
        'MISSING_UNION_BRANCH',
        path,
        reader,
        writer,
        'no branch of the reader’s union takes the writer’s type',
      ),
    ]
  );
}

function resolveRecord(
  reader: RecordSchema,
  writer: RecordSchema,
  path: string,
  visited: Visited,
): Incompatibility[] {
  const pair = `${reader.name}:${writer.name}`;
  if (visited.has(pair)) return [];
  const inside = new Set(visited).add(pair);
  return [
    ...resolveName(reader, writer, path),
    ...reader.fields.flatMap((field) => resolveField(field, writer, `${path}/fields/${field.name}`, inside)),
  ];
}

function resolveField(field: Field, writer: RecordSchema, path: string, visited: Visited): Incompatibility[] {
  const names = new Set([field.name, ...field.aliases]);
  const [written, another] = writer.fields.filter((candidate) => names.has(candidate.name));
  if (written !== undefined && another !== undefined) {
    const message = `The writer’s fields ${written.name} and ${another.name} are both this field, by name or alias.`;
    return [{ rule: 'AMBIGUOUS_FIELD_ALIAS', path, reader: field.name, writer: describe(writer), message }];
  }
  if (written !== undefined) return resolve(field.type, written.type, path, visited);
  if (field.hasDefault) return [];
  return [
    {
      rule: 'READER_FIELD_MISSING_DEFAULT_VALUE',
      path,
      reader: `${describe(field.type)} without a default`,
      writer: 'no such field',
      message: `The writer has no field ${field.name}, and the reader has no default for it.`,
    },
  ];
}

function resolveName(
  reader: RecordSchema | EnumSchema | FixedSchema,
  writer: RecordSchema | EnumSchema | FixedSchema,
  path: string,
): Incompatibility[] {
  if (reader.name === writer.name || reader.aliases.includes(writer.name)) return [];
  return [
    incompatibility(
      'NAME_MISMATCH',
      path,
      reader,
      writer,
      'neither the reader’s name nor one of its aliases is the writer’s',
    ),
  ];
}

function resolveSymbols(reader: EnumSchema, writer: EnumSchema, path: string): Incompatibility[] {
  const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
  if (missing.length === 0 || reader.default !== undefined) return [];
  const why = `the reader does not know ${missing.join(', ')} and its enum has no default`;
  return [incompatibility('MISSING_ENUM_SYMBOLS', path, reader, writer, why)];
}

function resolveSize(reader: FixedSchema, writer: FixedSchema, path: string): Incompatibility[] {
  if (reader.size === writer.size) return [];
  return [incompatibility('FIXED_SIZE_MISMATCH', path, reader, writer, 'the sizes differ')];
}

function decimalOf(schema: AvroSchema): Decimal | undefined {
  return schema.kind === 'primitive' || schema.kind === 'fixed' ? schema.decimal : undefined;
}

function sameDecimal(a: Decimal | undefined, b: Decimal | undefined): boolean {
  return a?.precision === b?.precision && a?.scale === b?.scale;
}

function promotes(written: string, read: string): boolean {
  return written === read || (PROMOTIONS[written]?.includes(read) ?? false);
}

function incompatibility(
  rule: IncompatibilityRule,
  path: string,
  reader: AvroSchema,
  writer: AvroSchema,
  why: string,
): Incompatibility {
  const [readerText, writerText] = [describe(reader), describe(writer)];
  return {
    rule,
    path: path === '' ? '/' : path,
    reader: readerText,
    writer: writerText,
    message: `The writer has ${writerText}, the reader ${readerText}: ${why}.`,
  };
}
