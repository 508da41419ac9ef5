import type { AvroSchema, RecordSchema } from '../../schemas/compatibility/avro-schema.ts';
import { isJsonRecord, type Json, type JsonRecord } from './json.ts';
import { type Effect, readWith } from './outcome.ts';

/**
 * What a reader got, set beside what was written; its schema only tells under which earlier names to look.
 *
 * @returns the words of a prediction, or `changed at <path>` when a value is neither what was written nor a default
 */
export function observe(
  pairs: readonly { written: JsonRecord; seen: JsonRecord }[],
  reader: RecordSchema,
): string {
  const effects = new Set<Effect>();
  const changed: string[] = [];
  for (const { written, seen } of pairs) compareRecords(written, seen, reader, '');
  return changed[0] === undefined ? readWith(effects) : `changed at ${changed[0]}`;

  function compareRecords(written: JsonRecord, seen: JsonRecord, schema: RecordSchema, path: string): void {
    const met = new Set<string>();
    for (const [name, value] of Object.entries(seen)) {
      const field = schema.fields.find((candidate) => candidate.name === name);
      const source = [name, ...(field?.aliases ?? [])].find((candidate) => Object.hasOwn(written, candidate));
      if (source === undefined) {
        effects.add('defaults');
        continue;
      }
      met.add(source);
      if (field === undefined) effects.add('fields carried');
      else compare(written[source] ?? null, value, field.type, `${path}/${name}`);
    }
    if (Object.keys(written).some((name) => !met.has(name))) effects.add('fields ignored');
  }

  function compare(written: Json, seen: Json, type: AvroSchema, path: string): void {
    const schema = branchOf(type, seen);
    if (isJsonRecord(written) && isJsonRecord(seen) && schema?.kind === 'record') {
      compareRecords(written, seen, schema, path);
    } else if (Array.isArray(written) && Array.isArray(seen) && schema?.kind === 'array') {
      if (written.length !== seen.length) changed.push(path);
      for (const [index, item] of seen.entries())
        compare(written[index] ?? null, item, schema.items, `${path}/${index}`);
    } else if (written !== seen) {
      if (schema?.kind === 'enum' && !schema.symbols.includes(String(written)))
        effects.add('symbols replaced');
      else changed.push(path);
    }
  }
}

function branchOf(schema: AvroSchema, value: Json): AvroSchema | undefined {
  if (schema.kind !== 'union') return schema;
  return schema.branches.find(
    (branch) => (branch.kind === 'primitive' && branch.name === 'null') === (value === null),
  );
}
