import {
  type AvroSchema,
  type Decimal,
  type Field,
  isNamed,
  type PrimitiveName,
  type RecordSchema,
  type UnionSchema,
} from './avro-schema.ts';
import { describe, describeNames, shorten } from './describe.ts';
import type { IncompatibilityRule } from './incompatibility.ts';
import { hasName, Indexes } from './indexes.ts';

/** What stands against one pair, without the place. Texts are made only for the reasons that are reported. */
export interface Fault {
  rule: IncompatibilityRule;
  reader: string;
  writer: string;
  message: string;
}

/** A part of a pair: another pair, or a fault; `segment` is its place in the pair, such as `fields/address`. */
export type Part =
  | { segment: string; pair: Pair; fault?: never }
  | { segment: string; fault: () => Fault; pair?: never };

/** A reader's type beside a writer's type. */
export interface Pair {
  reader: AvroSchema;
  writer: AvroSchema;
  /** `all`: every part must be readable. `one`: one is enough, as in a reader's union. */
  needs: 'all' | 'one';
  parts: readonly Part[];
  readable: boolean;
}

/** What a pair needs while its verdict is being found. */
interface Entry extends Pair {
  parts: Part[];
  /** Pairs that have this one as a part. */
  dependents: Entry[];
  /** Parts that are still taken for readable; counted where one is enough. */
  left: number;
}

/**
 * Compares two schemas pair by pair, each pair once, however often the schemas refer to it.
 *
 * A pair depends on the pairs of its parts, and a recursive type on itself. So all pairs are taken for readable until
 * one is found that is not, and that verdict goes to those that depend on it (the greatest fixed point). There is no
 * recursion along references, because a chain of them can be longer than the stack.
 *
 * The work grows with the text of the schemas, not with the number of paths through them: named types are compared
 * only with those that have their name or one of their aliases. What can be judged where it is met, as primitives can,
 * becomes no pair.
 */
export function compare(reader: AvroSchema, writer: AvroSchema): Pair {
  const comparison = new Comparison();
  const root = comparison.root(reader, writer);
  comparison.settle();
  return root;
}

class Comparison {
  readonly #known = new Map<AvroSchema, Map<AvroSchema, Entry>>();
  readonly #indexes = new Indexes();
  /** Pairs whose parts have not been looked at. */
  readonly #waiting: Entry[] = [];
  /** Pairs that have been found unreadable, and whose dependents have not heard of it. */
  readonly #unreadable: Entry[] = [];

  root(reader: AvroSchema, writer: AvroSchema): Entry {
    const root = newEntry(reader, writer, 'all');
    this.#add(root, '', reader, writer);
    return root;
  }

  settle(): void {
    for (let entry = this.#waiting.pop(); entry !== undefined; entry = this.#waiting.pop())
      this.#divide(entry);
    for (let entry = this.#unreadable.pop(); entry !== undefined; entry = this.#unreadable.pop()) {
      for (const dependent of entry.dependents) {
        dependent.left -= 1;
        if (dependent.needs === 'all' || dependent.left === 0) this.#refuse(dependent);
      }
    }
  }

  /** One step of "Schema Resolution": what has to be readable for this pair to be. */
  #divide(entry: Entry): void {
    const { reader, writer } = entry;
    const fault = faultOf(reader, writer, this.#indexes);
    if (fault !== undefined) this.#addFault(entry, '', fault);
    else if (reader.kind === 'array' && writer.kind === 'array')
      this.#add(entry, 'items', reader.items, writer.items);
    else if (reader.kind === 'map' && writer.kind === 'map')
      this.#add(entry, 'values', reader.values, writer.values);
    else if (reader.kind === 'record' && writer.kind === 'record') {
      for (const field of reader.fields) this.#addField(entry, field, writer);
    }
  }

  /** Adds a part of which all that the writer can have written must be readable. */
  #add(entry: Entry, segment: string, reader: AvroSchema, writer: AvroSchema): void {
    if (writer.kind === 'union') {
      // The writer may have taken any branch, so the reader must take every one.
      for (const branch of writer.branches) this.#add(entry, segment, reader, branch);
    } else if (reader.kind === 'union') {
      this.#addToUnion(entry, segment, reader, writer);
    } else if (reader.kind === writer.kind && reader.kind !== 'primitive') {
      this.#addPair(entry, segment, this.#entryOf(reader, writer));
    } else {
      const fault = faultOf(reader, writer, this.#indexes);
      if (fault !== undefined) this.#addFault(entry, segment, fault);
    }
  }

  #addToUnion(
    entry: Entry,
    segment: string,
    reader: UnionSchema,
    writer: Exclude<AvroSchema, UnionSchema>,
  ): void {
    const candidates = this.#indexes.branchesFor(reader, writer);
    if (writer.kind === 'primitive') {
      const isTaken = candidates.some((branch) => faultOf(branch, writer, this.#indexes) === undefined);
      if (!isTaken) this.#addFault(entry, segment, () => missingBranch(reader, writer));
      return;
    }
    const [only, ...others] = candidates;
    if (only === undefined) this.#addFault(entry, segment, () => noBranch(reader, writer));
    else if (others.length === 0) this.#add(entry, segment, only, writer);
    else {
      // By its aliases more than one branch can be the writer's type.
      const choice = newEntry(reader, writer, 'one');
      choice.left = candidates.length;
      for (const branch of candidates) this.#addPair(choice, '', this.#entryOf(branch, writer));
      this.#addPair(entry, segment, choice);
    }
  }

  #addField(entry: Entry, field: Field, writer: RecordSchema): void {
    const segment = `fields/${field.name}`;
    const [written, another] = this.#indexes.writtenFields(field, writer);
    if (written !== undefined && another !== undefined) {
      this.#addFault(entry, segment, () => ambiguousField(field, writer, written, another));
    } else if (written !== undefined) {
      this.#add(entry, segment, field.type, written.type);
    } else if (!field.hasDefault) {
      this.#addFault(entry, segment, () => missingDefault(field));
    }
  }

  #addPair(entry: Entry, segment: string, pair: Entry): void {
    pair.dependents.push(entry);
    entry.parts.push({ segment, pair });
  }

  #addFault(entry: Entry, segment: string, fault: () => Fault): void {
    entry.parts.push({ segment, fault });
    this.#refuse(entry);
  }

  #refuse(entry: Entry): void {
    if (!entry.readable) return;
    entry.readable = false;
    this.#unreadable.push(entry);
  }

  #entryOf(reader: AvroSchema, writer: AvroSchema): Entry {
    const ofReader = this.#known.get(reader) ?? new Map<AvroSchema, Entry>();
    this.#known.set(reader, ofReader);
    let entry = ofReader.get(writer);
    if (entry === undefined) {
      entry = newEntry(reader, writer, 'all');
      ofReader.set(writer, entry);
      this.#waiting.push(entry);
    }
    return entry;
  }
}

function newEntry(reader: AvroSchema, writer: AvroSchema, needs: Pair['needs']): Entry {
  return { reader, writer, needs, parts: [], readable: true, dependents: [], left: 0 };
}

function ambiguousField(field: Field, writer: RecordSchema, written: Field, another: Field): Fault {
  return {
    rule: 'AMBIGUOUS_FIELD_ALIAS',
    reader: shorten(field.name),
    writer: describe(writer),
    message: `The writer’s fields ${shorten(written.name)} and ${shorten(another.name)} are both this field, by name or alias.`,
  };
}

function missingDefault({ name, type }: Field): Fault {
  return {
    rule: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    reader: `${describe(type)} without a default`,
    writer: 'no such field',
    message: `The writer has no field ${shorten(name)}, and the reader has no default for it.`,
  };
}

/** What stands against the pair itself, whatever its parts. Neither side is a union. */
function faultOf(reader: AvroSchema, writer: AvroSchema, indexes: Indexes): (() => Fault) | undefined {
  const fault = (rule: IncompatibilityRule, why: () => string) => () =>
    faultWith(rule, reader, writer, why());
  if (decimalOf(reader) !== undefined && !sameDecimal(decimalOf(reader), decimalOf(writer))) {
    return fault(
      'DECIMAL_MISMATCH',
      () => 'a decimal stays exact only where precision and scale are the same on both sides',
    );
  }
  if (reader.kind === 'primitive' && writer.kind === 'primitive') {
    return promotes(writer.name, reader.name) ? undefined : fault('TYPE_MISMATCH', noPromotion);
  }
  if (reader.kind !== writer.kind) return fault('TYPE_MISMATCH', noPromotion);
  if (isNamed(reader) && isNamed(writer) && !hasName(reader, writer.name)) {
    return fault('NAME_MISMATCH', () => 'neither the reader’s name nor one of its aliases is the writer’s');
  }
  if (reader.kind === 'fixed' && writer.kind === 'fixed' && reader.size !== writer.size) {
    return fault('FIXED_SIZE_MISMATCH', () => 'the sizes differ');
  }
  if (reader.kind === 'enum' && writer.kind === 'enum' && reader.default === undefined) {
    const known = indexes.symbolsOf(reader);
    const missing = writer.symbols.filter((symbol) => !known.has(symbol));
    if (missing.length > 0) {
      return fault(
        'MISSING_ENUM_SYMBOLS',
        () => `the reader does not know ${describeNames(missing)} and its enum has no default`,
      );
    }
  }
  return undefined;
}

const noPromotion = () => 'the reader’s type is neither the writer’s nor a promotion of it';

/** Where no branch can be the writer's type: the reason for the one branch of its kind, or for the union. */
function noBranch(reader: UnionSchema, writer: AvroSchema): Fault {
  const [only, ...others] = reader.branches.filter(
    ({ kind }) => kind === writer.kind && kind !== 'primitive',
  );
  if (only !== undefined && others.length === 0) {
    return faultWith(
      'NAME_MISMATCH',
      only,
      writer,
      'neither the reader’s name nor one of its aliases is the writer’s',
    );
  }
  return missingBranch(reader, writer);
}

export function missingBranch(reader: AvroSchema, writer: AvroSchema): Fault {
  const why = 'no branch of the reader’s union takes the writer’s type';
  return faultWith('MISSING_UNION_BRANCH', reader, writer, why);
}

function faultWith(rule: IncompatibilityRule, reader: AvroSchema, writer: AvroSchema, why: string): Fault {
  const [readerText, writerText] = [describe(reader), describe(writer)];
  return {
    rule,
    reader: readerText,
    writer: writerText,
    message: `The writer has ${writerText}, the reader ${readerText}: ${why}.`,
  };
}

function decimalOf(schema: AvroSchema): Decimal | undefined {
  return schema.kind === 'primitive' || schema.kind === 'fixed' ? schema.decimal : undefined;
}

function sameDecimal(a: Decimal | undefined, b: Decimal | undefined): boolean {
  return a?.precision === b?.precision && a?.scale === b?.scale;
}

/** Writer's primitive → readers that promote it. */
const PROMOTIONS: Partial<Record<PrimitiveName, readonly PrimitiveName[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

function promotes(written: PrimitiveName, read: PrimitiveName): boolean {
  return written === read || (PROMOTIONS[written]?.includes(read) ?? false);
}
