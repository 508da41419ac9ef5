import { isUtf8 } from 'node:buffer';
import type { AvroSchema, PrimitiveName } from '../../../schemas/compatibility/avro-schema.ts';
import { parseAvroSchema } from '../../../schemas/compatibility/parse-avro-schema.ts';
import { ShopError } from '../errors.ts';

export interface Limits {
  /** Items of all arrays and maps together: five bytes can claim thirty million nulls. */
  items: number;
  /** How deep records, arrays and maps may stand in each other. */
  depth: number;
}

const GENEROUS: Limits = { items: 20_000, depth: 32 };

/**
 * A check that bytes from outside are one value of a schema, whole and nothing more, before a decoder makes
 * anything of them: lengths within the bytes that are there, counts within limits, enum symbols and union
 * branches that exist, strings in UTF-8, and no map key `__proto__`.
 *
 * @throws ShopError `malformed-event`, from the function returned
 */
export function wellFormedness(schema: unknown, limits = GENEROUS): (bytes: Buffer) => void {
  const skip = compile(parseAvroSchema(schema), new Map());
  return (bytes) => {
    const cursor: Cursor = { bytes, at: 0, items: limits.items, depth: limits.depth };
    skip(cursor);
    if (cursor.at !== bytes.length) refuse('bytes are left over');
  };
}

interface Cursor {
  bytes: Buffer;
  at: number;
  /** Left to be claimed. */
  items: number;
  depth: number;
}

/** The lowest long that avsc writes and reads exactly is the negative of this; the next lower turns positive. */
export const LOWEST_LONG = 2 ** 52;

type Skip = (cursor: Cursor) => void;

/** Walks the schema once; named types may refer to themselves, so they are looked up when they are met. */
function compile(schema: AvroSchema, named: Map<AvroSchema, Skip>): Skip {
  if (schema.kind === 'primitive') return PRIMITIVES[schema.name];
  if (schema.kind === 'union') return union(schema.branches.map((branch) => compile(branch, named)));
  if (schema.kind === 'array') return blocks(compile(schema.items, named));
  if (schema.kind === 'map') return blocks(entry(compile(schema.values, named)));

  const known = named.get(schema);
  if (known !== undefined) return known;
  if (schema.kind === 'enum')
    return define(schema, named, (cursor) => {
      index(cursor, schema.symbols.length, 'an enum symbol');
    });
  if (schema.kind === 'fixed') return define(schema, named, (cursor) => advance(cursor, schema.size));
  const parts: Skip[] = [];
  // Defined before its fields are looked at: they may refer to it.
  const record = define(
    schema,
    named,
    nested((cursor) => {
      for (const part of parts) part(cursor);
    }),
  );
  for (const field of schema.fields) parts.push(compile(field.type, named));
  return record;
}

function define(schema: AvroSchema, named: Map<AvroSchema, Skip>, skip: Skip): Skip {
  named.set(schema, skip);
  return skip;
}

const PRIMITIVES: Record<PrimitiveName, Skip> = {
  null: () => {},
  boolean: (cursor) => {
    if (byte(cursor) > 1) refuse('a boolean is neither 0 nor 1');
  },
  int: (cursor) => {
    const value = integer(cursor);
    if (value !== (value | 0)) refuse('an int is out of range');
  },
  long: (cursor) => {
    // The lowest bit is the sign. avsc adds all bits up in a double, as we do: below -2^52 that bit is rounded away.
    const negative = ((cursor.bytes[cursor.at] ?? 0) & 1) === 1;
    const value = integer(cursor);
    if (negative && value >= 0) refuse('a long is too low to be read exactly');
  },
  float: (cursor) => advance(cursor, 4),
  double: (cursor) => advance(cursor, 8),
  bytes: (cursor) => advance(cursor, integer(cursor)),
  string: (cursor) => {
    if (!isUtf8(text(cursor))) refuse('a string is not UTF-8');
  },
};

function union(branches: Skip[]): Skip {
  return (cursor) => {
    const branch = branches[index(cursor, branches.length, 'a union branch')];
    branch?.(cursor);
  };
}

/** Arrays and maps: blocks of items, each with its count in front; a negative count is followed by a size. */
function blocks(item: Skip): Skip {
  return nested((cursor) => {
    for (;;) {
      const count = integer(cursor);
      if (count === 0) return;
      if (count < 0) integer(cursor);
      cursor.items -= Math.abs(count);
      if (cursor.items < 0) refuse('it claims too many items');
      for (let left = Math.abs(count); left > 0; left -= 1) item(cursor);
    }
  });
}

function entry(value: Skip): Skip {
  return (cursor) => {
    const key = text(cursor);
    if (!isUtf8(key)) refuse('a map key is not UTF-8');
    // A decoder that assigns it sets the prototype of its object.
    if (key.toString('latin1') === '__proto__') refuse('a map key is not allowed');
    value(cursor);
  };
}

function nested(skip: Skip): Skip {
  return (cursor) => {
    cursor.depth -= 1;
    if (cursor.depth < 0) refuse('it is nested too deeply');
    skip(cursor);
    cursor.depth += 1;
  };
}

/** A zigzag varint. Beyond 2^53 it is not exact, and its size is all that matters: the decoder refuses it. */
function integer(cursor: Cursor): number {
  let value = 0;
  let weight = 1;
  for (let length = 1; ; length += 1) {
    const next = byte(cursor);
    value += (next & 0x7f) * weight;
    if (next < 0x80) break;
    if (length === 10) refuse('a number has too many bytes');
    weight *= 0x80;
  }
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function index(cursor: Cursor, count: number, what: string): number {
  const value = integer(cursor);
  if (value < 0 || value >= count) refuse(`${what} does not exist`);
  return value;
}

function text(cursor: Cursor): Buffer {
  const length = integer(cursor);
  const start = cursor.at;
  advance(cursor, length);
  return cursor.bytes.subarray(start, start + length);
}

function advance(cursor: Cursor, length: number): void {
  if (length < 0 || length > cursor.bytes.length - cursor.at) refuse('it ends too early');
  cursor.at += length;
}

function byte(cursor: Cursor): number {
  const value = cursor.bytes[cursor.at];
  if (value === undefined) refuse('it ends too early');
  cursor.at += 1;
  return value;
}

function refuse(what: string): never {
  throw new ShopError('malformed-event', `the data does not match its schema: ${what}`);
}
