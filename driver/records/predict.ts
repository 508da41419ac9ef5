import type { AvroSchema, EnumSchema, Field, RecordSchema } from '../../schemas/compatibility/avro-schema.ts';
import { whyUnreadable } from '../../schemas/compatibility/resolution.ts';
import { type Effect, REFUSED, readWith } from './outcome.ts';
import type { RecordsRelease } from './releases.ts';
import type { Strategy } from './strategies.ts';
import { type Subject, schemaOf } from './subjects.ts';

/**
 * What must happen when one release reads what another wrote, said from their schemas alone.
 *
 * - avro: the rules of "Schema Resolution", as the compatibility checker knows them. Names and aliases are matched,
 *   fields of the writer that the reader lacks are ignored, and an unknown symbol becomes the enum's default.
 * - warehouse: the same rules, twice: the ETL run rewrites the row to the latest schema if that can read it, and the
 *   reader resolves what is there then.
 * - columns: a column that is missing reads as its default. There are no aliases (a rename is one column gone and
 *   another without a default), and no default for a symbol that is not known. Columns of others are not selected.
 * - document: names travel with the values, so aliases and enum defaults hold, and fields that the reader does not
 *   know come with the rest.
 */
export function predict(
  strategy: Strategy,
  subject: Subject,
  { writer, reader, latest }: { writer: RecordsRelease; reader: RecordsRelease; latest: RecordsRelease },
): string {
  const [written, read] = [schemaOf(subject, writer), schemaOf(subject, reader)];
  switch (strategy) {
    case 'avro':
      return resolved(read, written);
    case 'warehouse': {
      const rewritten = schemaOf(subject, latest);
      // What the latest schema cannot read stays as it was written.
      const isRewritten = whyUnreadable(rewritten, written).length === 0;
      if (isRewritten && whyUnreadable(read, rewritten).length > 0) return REFUSED;
      return resolved(read, written);
    }
    case 'columns':
      return tolerated(read, written, { aliases: false, enumDefaults: false, unknown: 'fields ignored' });
    case 'document':
      return tolerated(read, written, { aliases: true, enumDefaults: true, unknown: 'fields carried' });
  }
}

interface Rule {
  aliases: boolean;
  enumDefaults: boolean;
  /** What becomes of fields that the reader does not know. */
  unknown: Effect;
}

const RESOLUTION: Rule = { aliases: true, enumDefaults: true, unknown: 'fields ignored' };

/** The checker says whether; the walk through both schemas says how. */
function resolved(reader: RecordSchema, writer: RecordSchema): string {
  return whyUnreadable(reader, writer).length > 0 ? REFUSED : tolerated(reader, writer, RESOLUTION);
}

function tolerated(reader: RecordSchema, writer: RecordSchema, rule: Rule): string {
  const effects = effectsOf(reader, writer, rule);
  return effects.includes(REFUSED) ? REFUSED : readWith(effects.filter((effect) => effect !== REFUSED));
}

type EffectOrRefusal = Effect | typeof REFUSED;

function effectsOf(reader: RecordSchema, writer: RecordSchema, rule: Rule): EffectOrRefusal[] {
  const matched = reader.fields.map((field) => ({ field, written: writtenField(field, writer, rule) }));
  const known = new Set(matched.map(({ written }) => written?.name));
  return [
    ...matched.flatMap(({ field, written }): EffectOrRefusal[] => {
      if (written !== undefined) return inType(field.type, written.type, rule);
      return [field.hasDefault ? 'defaults' : REFUSED];
    }),
    ...(writer.fields.some(({ name }) => !known.has(name)) ? [rule.unknown] : []),
  ];
}

function writtenField(field: Field, writer: RecordSchema, { aliases }: Rule): Field | undefined {
  const names = [field.name, ...(aliases ? field.aliases : [])];
  return writer.fields.find(({ name }) => names.includes(name));
}

function inType(reader: AvroSchema, writer: AvroSchema, rule: Rule): EffectOrRefusal[] {
  // The writer may have taken any branch, and the samples take each.
  if (writer.kind === 'union') return writer.branches.flatMap((branch) => inType(reader, branch, rule));
  if (reader.kind === 'union') {
    const branch = reader.branches.find((candidate) => isSameKind(candidate, writer));
    return branch === undefined ? [REFUSED] : inType(branch, writer, rule);
  }
  if (reader.kind === 'record' && writer.kind === 'record') return effectsOf(reader, writer, rule);
  if (reader.kind === 'array' && writer.kind === 'array') return inType(reader.items, writer.items, rule);
  if (reader.kind === 'map' && writer.kind === 'map') return inType(reader.values, writer.values, rule);
  if (reader.kind === 'enum' && writer.kind === 'enum') return inEnum(reader, writer, rule);
  return isSameKind(reader, writer) ? [] : [REFUSED];
}

function inEnum(reader: EnumSchema, writer: EnumSchema, { enumDefaults }: Rule): EffectOrRefusal[] {
  if (writer.symbols.every((symbol) => reader.symbols.includes(symbol))) return [];
  return [enumDefaults && reader.default !== undefined ? 'symbols replaced' : REFUSED];
}

/** Numbers have no width where they are stored, but the reader's type has: what fits into it is read. */
const WIDENS: Record<string, readonly string[]> = { int: ['long', 'float', 'double'], long: ['double'] };

function isSameKind(reader: AvroSchema, writer: AvroSchema): boolean {
  if (reader.kind !== 'primitive' || writer.kind !== 'primitive') return reader.kind === writer.kind;
  const sameDecimal =
    reader.decimal?.precision === writer.decimal?.precision &&
    reader.decimal?.scale === writer.decimal?.scale;
  const widened = WIDENS[writer.name]?.includes(reader.name) ?? false;
  return sameDecimal && (reader.name === writer.name || widened);
}
