import type { AvroSchema, RecordSchema } from '../../schemas/compatibility/avro-schema.ts';
import type { Json, JsonRecord } from './json.ts';

/**
 * Records that together use all that a schema allows: every symbol of its enums, every branch of its unions, both ends
 * of its numbers. What a reader can read of them it can read of every record; what it cannot, it meets here.
 */
export function samples(schema: RecordSchema): JsonRecord[] {
  return Array.from({ length: widest(schema) }, (_, turn) => sampleRecord(schema, turn));
}

function sampleRecord(schema: RecordSchema, turn: number): JsonRecord {
  return Object.fromEntries(schema.fields.map(({ name, type }) => [name, sample(type, name, turn)]));
}

function sample(schema: AvroSchema, name: string, turn: number): Json {
  switch (schema.kind) {
    case 'record':
      return sampleRecord(schema, turn);
    case 'enum':
      return inTurn(schema.symbols, turn);
    case 'union':
      // The first turn takes the last branch: null comes first in ours, and says least.
      return sample(inTurn(schema.branches, turn + schema.branches.length - 1), name, turn);
    case 'array':
      return [sample(schema.items, name, turn), sample(schema.items, name, turn + 1)];
    case 'map':
      return { [name]: sample(schema.values, name, turn) };
    case 'fixed':
      return '\0'.repeat(schema.size);
    case 'primitive':
      if (schema.decimal) return decimal(schema.decimal, turn);
      return primitive(schema.name, name, turn);
  }
}

function primitive(type: string, name: string, turn: number): Json {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return turn % 2 === 0;
    case 'int':
      return inTurn([2 ** 31 - 1, -(2 ** 31)], turn);
    case 'long':
      // The highest and lowest that avsc writes and reads exactly.
      return inTurn([2 ** 53 - 2, -(2 ** 52)], turn);
    case 'float':
    case 'double':
      return inTurn([0.5, -0.5], turn);
    default:
      return `${name} № ${turn}`;
  }
}

/** All the digits that there may be. */
function decimal({ precision, scale }: { precision: number; scale: number }, turn: number): string {
  const digits = `${'9'.repeat(precision - scale)}${scale > 0 ? `.${'9'.repeat(scale)}` : ''}`;
  return turn % 2 === 0 ? digits : `-${digits}`;
}

/** How many turns it takes until everything had one. */
function widest(schema: AvroSchema): number {
  switch (schema.kind) {
    case 'record':
      return Math.max(2, ...schema.fields.map(({ type }) => widest(type)));
    case 'enum':
      return schema.symbols.length;
    case 'union':
      return Math.max(schema.branches.length, ...schema.branches.map(widest));
    case 'array':
      return widest(schema.items);
    case 'map':
      return widest(schema.values);
    default:
      return 2;
  }
}

function inTurn<T>(all: readonly T[], turn: number): T {
  const one = all[turn % all.length];
  if (one === undefined) throw new Error('no values to choose from');
  return one;
}
