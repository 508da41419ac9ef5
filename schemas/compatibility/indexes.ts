import {
  type AvroSchema,
  type EnumSchema,
  type Field,
  isNamed,
  type NamedSchema,
  type RecordSchema,
  type UnionSchema,
} from './avro-schema.ts';

/** Look-ups that one comparison needs again and again: without them, wide unions, enums and records are quadratic. */
export class Indexes {
  readonly #symbols = new Map<EnumSchema, ReadonlySet<string>>();
  readonly #branches = new Map<UnionSchema, ReadonlyMap<string, AvroSchema[]>>();
  readonly #fields = new Map<RecordSchema, ReadonlyMap<string, number>>();

  symbolsOf(schema: EnumSchema): ReadonlySet<string> {
    return remembered(this.#symbols, schema, () => new Set(schema.symbols));
  }

  /** The branches of a reader's union that can be a writer's type, as far as kind and name say. */
  branchesFor(union: UnionSchema, writer: Exclude<AvroSchema, UnionSchema>): readonly AvroSchema[] {
    const byKey = remembered(this.#branches, union, () => {
      const branches = new Map<string, AvroSchema[]>();
      for (const branch of union.branches) {
        for (const key of keysOf(branch)) {
          const sharing = branches.get(key);
          if (sharing === undefined) branches.set(key, [branch]);
          else sharing.push(branch);
        }
      }
      return branches;
    });
    return byKey.get(isNamed(writer) ? `${writer.kind} ${writer.name}` : writer.kind) ?? [];
  }

  /** The writer's fields that are a reader's field, by name or alias, in the writer's order. */
  writtenFields(field: Field, writer: RecordSchema): Field[] {
    const byName = remembered(
      this.#fields,
      writer,
      () => new Map(writer.fields.map(({ name }, index) => [name, index])),
    );
    if (field.aliases.length === 0) return at(writer, byName.get(field.name));
    const found = [...new Set([field.name, ...field.aliases])].flatMap((name) => byName.get(name) ?? []);
    return found.sort((a, b) => a - b).flatMap((index) => at(writer, index));
  }
}

function at({ fields }: RecordSchema, index: number | undefined): Field[] {
  const field = index === undefined ? undefined : fields[index];
  return field === undefined ? [] : [field];
}

/** Whether a writer's type of this name may be read as the reader's. */
export function hasName(reader: NamedSchema, name: string): boolean {
  return reader.name === name || reader.aliases.includes(name);
}

function keysOf(branch: AvroSchema): Iterable<string> {
  if (!isNamed(branch)) return [branch.kind];
  return new Set([branch.name, ...branch.aliases].map((name) => `${branch.kind} ${name}`));
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
