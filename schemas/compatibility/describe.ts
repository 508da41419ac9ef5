import type { AvroSchema } from './avro-schema.ts';

/** Limits of what a reason quotes from a schema: names and lists can be as long as the schema itself. */
const MAX_NAME_CHARACTERS = 100;
const MAX_LISTED_NAMES = 10;
const MAX_NESTED_DESCRIPTIONS = 3;

/** A schema in a few words, for a reason that a person reads. */
export function describe(schema: AvroSchema, depth = 0): string {
  if (depth > MAX_NESTED_DESCRIPTIONS) return '…';
  switch (schema.kind) {
    case 'primitive':
      return schema.decimal ? `decimal(${schema.decimal.precision}, ${schema.decimal.scale})` : schema.name;
    case 'record':
      return `record ${shorten(schema.name)}`;
    case 'enum':
      return `enum ${shorten(schema.name)} {${describeNames(schema.symbols)}}`;
    case 'fixed':
      return schema.decimal
        ? `decimal(${schema.decimal.precision}, ${schema.decimal.scale}) in fixed ${shorten(schema.name)}(${schema.size})`
        : `fixed ${shorten(schema.name)}(${schema.size})`;
    case 'array':
      return `array of ${describe(schema.items, depth + 1)}`;
    case 'map':
      return `map of ${describe(schema.values, depth + 1)}`;
    case 'union':
      return `union of ${listed(
        schema.branches,
        (branch) => (branch.kind === 'enum' ? `enum ${shorten(branch.name)}` : describe(branch, depth + 1)),
        ' | ',
      )}`;
  }
}

/** The first names of a list, and how many more there are. */
export function describeNames(names: readonly string[]): string {
  return listed(names, shorten, ', ');
}

export function shorten(name: string): string {
  return name.length <= MAX_NAME_CHARACTERS ? name : `${name.slice(0, MAX_NAME_CHARACTERS)}…`;
}

function listed<T>(items: readonly T[], text: (item: T) => string, separator: string): string {
  const shown = items.slice(0, MAX_LISTED_NAMES).map(text);
  const more = items.length - shown.length;
  return [...shown, ...(more > 0 ? [`… (${more} more)`] : [])].join(separator);
}
