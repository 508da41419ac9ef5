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

/** A part of a pair: another pair, or a fault; `segment` is its place within the pair, such as `fields/address`. */
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
 * recursion, because a chain of references can be longer than the stack.
 *
 * The work grows with the text of the schemas, not with the number of paths through them: named types are compared
 * only with those that have their name or one of their aliases.
 */
export function compare(reader: AvroSchema, writer: AvroSchema): Pair {
  const known = new Map<AvroSchema, Map<AvroSchema, Entry>>();
  const indexes = new Indexes();
  const waiting: Entry[] = [];
  const unreadable: Entry[] = [];

  const entryOf = (reader: AvroSchema, writer: AvroSchema): Entry => {
    const ofReader = known.get(reader) ?? new Map<AvroSchema, Entry>();
    known.set(reader, ofReader);
    let entry = ofReader.get(writer);
    if (entry === undefined) {
      entry = { reader, writer, needs: 'all', parts: [], readable: true, dependents: [], left: 0 };
      ofReader.set(writer, entry);
      waiting.push(entry);
    }
    return entry;
  };

  const root = entryOf(reader, writer);
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const parts: Part[] = [];
    entry.parts = parts;
    const holder = entry;
    const { needs, left } = divide(entry, indexes, {
      pair(segment, reader, writer) {
        const pair = entryOf(reader, writer);
        pair.dependents.push(holder);
        parts.push({ segment, pair });
      },
      fault: (segment, fault) => parts.push({ segment, fault }),
    });
    entry.needs = needs;
    entry.left = left;
    const isFaulty = needs === 'one' ? left === 0 : parts.some(({ fault }) => fault !== undefined);
    if (isFaulty) refuse(entry, unreadable);
  }

  for (let entry = unreadable.pop(); entry !== undefined; entry = unreadable.pop()) {
    for (const dependent of entry.dependents) {
      dependent.left -= 1;
      if (dependent.needs === 'all' || dependent.left === 0) refuse(dependent, unreadable);
    }
  }
  return root;
}

function refuse(entry: Entry, unreadable: Entry[]): void {
  if (!entry.readable) return;
  entry.readable = false;
  unreadable.push(entry);
}

/** Takes the parts of a pair. */
interface PartSink {
  pair(segment: string, reader: AvroSchema, writer: AvroSchema): void;
  fault(segment: string, fault: () => Fault): void;
}

/** One step of "Schema Resolution": what has to be readable for this pair to be. */
function divide(
  { reader, writer }: Pair,
  indexes: Indexes,
  sink: PartSink,
): { needs: Pair['needs']; left: number } {
  // The writer may have taken any branch, so the reader must take every one.
  if (writer.kind === 'union') {
    for (const branch of writer.branches) sink.pair('', reader, branch);
    return ALL;
  }
  if (reader.kind === 'union') {
    const candidates = indexes.branchesFor(reader, writer);
    for (const branch of candidates) sink.pair('', branch, writer);
    if (candidates.length === 0) sink.fault('', () => noBranch(reader, writer));
    return { needs: 'one', left: candidates.length };
  }
  const fault = faultOf(reader, writer, indexes);
  if (fault !== undefined) sink.fault('', fault);
  else if (reader.kind === 'array' && writer.kind === 'array') sink.pair('items', reader.items, writer.items);
  else if (reader.kind === 'map' && writer.kind === 'map') sink.pair('values', reader.values, writer.values);
  else if (reader.kind === 'record' && writer.kind === 'record') {
    for (const field of reader.fields) divideField(field, writer, indexes, sink);
  }
  return ALL;
}

const ALL = { needs: 'all', left: 0 } as const;

function divideField(field: Field, writer: RecordSchema, indexes: Indexes, sink: PartSink): void {
  const segment = `fields/${field.name}`;
  const [written, another] = indexes.writtenFields(field, writer);
  if (written !== undefined && another !== undefined) {
    sink.fault(segment, () => ({
      rule: 'AMBIGUOUS_FIELD_ALIAS',
      reader: shorten(field.name),
      writer: describe(writer),
      message: `The writer’s fields ${shorten(written.name)} and ${shorten(another.name)} are both this field, by name or alias.`,
    }));
  } else if (written !== undefined) {
    sink.pair(segment, field.type, written.type);
  } else if (!field.hasDefault) {
    sink.fault(segment, () => ({
      rule: 'READER_FIELD_MISSING_DEFAULT_VALUE',
      reader: `${describe(field.type)} without a default`,
      writer: 'no such field',
      message: `The writer has no field ${shorten(field.name)}, and the reader has no default for it.`,
    }));
  }
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
