import { canonicalJson } from '../json.ts';
import { type AvroSchema, type Field, isNamed, type NamedSchema, type Properties } from './avro-schema.ts';

/**
 * The Parsing Canonical Form of the Avro specification: what a reader has to know of a writer's schema, and what its
 * fingerprint is made of. It leaves out defaults, aliases, documentation, logical types and everything else.
 */
export function parsingCanonicalForm(schema: AvroSchema): string {
  return print(schema, BARE, new Set());
}

/**
 * The same text for two schemas that say the same, however they say it: names are in full, `{"type": "int"}` is `int`,
 * members are sorted, numbers have one form, and what only repeats the specification's own defaults is left out
 * (`"order": "ascending"`, no aliases, a scale of 0). Documentation, aliases, defaults and properties are kept.
 */
export function equalityForm(schema: AvroSchema): string {
  return print(schema, WHOLE, new Set());
}

/** What a form says of a type, a field or an enum beyond its bones, as members of JSON; each begins with a comma. */
interface Detail {
  ofType(schema: Exclude<AvroSchema, { kind: 'union' }>): string;
  ofField(field: Field): string;
}

const BARE: Detail = { ofType: () => '', ofField: () => '' };

const WHOLE: Detail = {
  ofType: (schema) =>
    (isNamed(schema) ? aliases(schema) + doc(schema) : '') +
    (schema.kind === 'enum' && schema.default !== undefined ? member('default', schema.default) : '') +
    (schema.kind === 'record' && schema.isError ? member('isError', true) : '') +
    properties(withoutZeroScale(schema.properties)),
  ofField: (field) =>
    aliases(field) +
    doc(field) +
    (field.hasDefault ? member('default', field.default) : '') +
    (field.order === undefined || field.order === 'ascending' ? '' : member('order', field.order)) +
    properties(field.properties),
};

/** Members stand in the order that the specification gives them; a named type is written out where it is met first. */
function print(schema: AvroSchema, detail: Detail, printed: Set<NamedSchema>): string {
  if (schema.kind === 'union') {
    return `[${schema.branches.map((branch) => print(branch, detail, printed)).join(',')}]`;
  }
  if (isNamed(schema)) {
    if (printed.has(schema)) return JSON.stringify(schema.name);
    printed.add(schema);
  }
  const more = detail.ofType(schema);
  switch (schema.kind) {
    case 'primitive':
      return more === '' ? `"${schema.name}"` : `{"type":"${schema.name}"${more}}`;
    case 'array':
      return `{"type":"array","items":${print(schema.items, detail, printed)}${more}}`;
    case 'map':
      return `{"type":"map","values":${print(schema.values, detail, printed)}${more}}`;
    case 'fixed':
      return `{"name":"${schema.name}","type":"fixed","size":${schema.size}${more}}`;
    case 'enum':
      return `{"name":"${schema.name}","type":"enum","symbols":${JSON.stringify(schema.symbols)}${more}}`;
    case 'record': {
      const fields = schema.fields.map(
        (field) =>
          `{"name":"${field.name}","type":${print(field.type, detail, printed)}${detail.ofField(field)}}`,
      );
      return `{"name":"${schema.name}","type":"record","fields":[${fields.join(',')}]${more}}`;
    }
  }
}

/** Aliases are a set. */
function aliases({ aliases }: { aliases: readonly string[] }): string {
  return aliases.length === 0 ? '' : member('aliases', [...new Set(aliases)].sort());
}

function doc({ doc }: { doc?: string }): string {
  return doc === undefined ? '' : member('doc', doc);
}

function properties(properties: Properties | undefined): string {
  return properties === undefined ? '' : member('properties', properties);
}

function withoutZeroScale(properties: Properties | undefined): Properties | undefined {
  if (properties?.['logicalType'] !== 'decimal' || properties['scale'] !== 0) return properties;
  const { scale: _, ...others } = properties;
  return others;
}

function member(name: string, value: unknown): string {
  return `,${JSON.stringify(name)}:${canonicalJson(value)}`;
}
