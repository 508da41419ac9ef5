import { entriesOf } from '../check-row.ts';
import type { ColumnType, StructType } from '../column-type.ts';
import { Bytes } from './bytes.ts';
import type { StreamKind } from './metadata.ts';
import { BooleanRunLength, IntegerRunLength } from './run-length.ts';
import { createStatistics, type Statistics } from './statistics.ts';

export interface ColumnStream {
  kind: StreamKind;
  column: number;
  content: Buffer;
}

/** What collects the values of one column, and of those below it, until the stripe is written. */
export interface Column {
  /** Values have been checked against the type before; see `rowChecker`. */
  write(value: unknown): void;
  /** What was collected; the views are valid until `clear`. */
  streams(): ColumnStream[];
  /** Of all values since the file began, this column's first and then those below it, depth first. */
  statistics(): Buffer[];
  clear(): void;
}

/** A column without the statistics of its own values. */
type Values = Column;

/** Makes the columns of a type; `number` hands out column numbers, depth first. */
export function createColumn(type: ColumnType, number: () => number): Column {
  const own = number();
  return new NullableColumn(own, valuesOf(type, own, number), createStatistics(type));
}

/** The stream that says which values are there; values that are not take no place in any other stream. */
class NullableColumn implements Column {
  readonly #column: number;
  readonly #values: Values;
  readonly #statistics: Statistics;
  #present = new BooleanRunLength();
  #anyNull = false;

  constructor(column: number, values: Values, statistics: Statistics) {
    this.#column = column;
    this.#values = values;
    this.#statistics = statistics;
  }

  write(value: unknown): void {
    const isPresent = value !== null && value !== undefined;
    this.#present.write(isPresent);
    if (isPresent) {
      this.#values.write(value);
      this.#statistics.add(value);
    } else {
      this.#anyNull = true;
      this.#statistics.addNull();
    }
  }

  statistics(): Buffer[] {
    return [this.#statistics.encode(), ...this.#values.statistics()];
  }

  streams(): ColumnStream[] {
    const streams = this.#values.streams();
    if (!this.#anyNull) return streams;
    return [{ kind: 'PRESENT', column: this.#column, content: this.#present.finish() }, ...streams];
  }

  clear(): void {
    this.#present = new BooleanRunLength();
    this.#anyNull = false;
    this.#values.clear();
  }
}

function valuesOf(type: ColumnType, own: number, number: () => number): Values {
  switch (type.kind) {
    case 'struct':
      return structColumn(type, number);
    case 'list': {
      const items = createColumn(type.items, number);
      return repeatedColumn(own, [items], (value) => (value as unknown[]).map((item) => [item]));
    }
    case 'map': {
      const children = [createColumn(type.keys, number), createColumn(type.values, number)];
      return repeatedColumn(own, children, (value) => entriesOf(value as object));
    }
    case 'boolean':
      return encodedColumn(own, new BooleanRunLength(), (value) => value as boolean);
    case 'int':
    case 'long':
    case 'date':
      return encodedColumn(own, new IntegerRunLength({ signed: true }), (value) => value as bigint | number);
    case 'double':
      return doubleColumn(own);
    case 'string':
      return lengthColumn(own, (out, value) => out.utf8(value as string));
    case 'binary':
      return lengthColumn(own, (out, value) => {
        out.bytes(value as Uint8Array);
        return (value as Uint8Array).length;
      });
    case 'decimal':
      return decimalColumn(own, type.scale);
    case 'timestamp':
      return timestampColumn(own);
  }
}

const NONE_BELOW = () => [];

interface Encoder<T> {
  write(value: T): void;
  finish(): Buffer;
  clear(): void;
}

function encodedColumn<T>(column: number, encoder: Encoder<T>, convert: (value: unknown) => T): Values {
  return {
    write: (value) => encoder.write(convert(value)),
    streams: () => [{ kind: 'DATA', column, content: encoder.finish() }],
    statistics: NONE_BELOW,
    clear: () => encoder.clear(),
  };
}

function doubleColumn(column: number): Values {
  const data = new Bytes();
  return {
    write: (value) => data.doubleLE(value as number),
    streams: () => [{ kind: 'DATA', column, content: data.view() }],
    statistics: NONE_BELOW,
    clear: () => data.clear(),
  };
}

/** Strings and bytes, DIRECT: contents end to end, and their lengths. `write` says how many bytes it added. */
function lengthColumn(column: number, write: (out: Bytes, value: unknown) => number): Values {
  const data = new Bytes();
  const lengths = new IntegerRunLength({ signed: false });
  return {
    write: (value) => lengths.write(write(data, value)),
    streams: () => [
      { kind: 'DATA', column, content: data.view() },
      { kind: 'LENGTH', column, content: lengths.finish() },
    ],
    statistics: NONE_BELOW,
    clear() {
      data.clear();
      lengths.clear();
    },
  };
}

function decimalColumn(column: number, scale: number): Values {
  const unscaled = new Bytes();
  const scales = new IntegerRunLength({ signed: true });
  return {
    write(value) {
      unscaled.signedVarint(value as bigint);
      scales.write(scale);
    },
    streams: () => [
      { kind: 'DATA', column, content: unscaled.view() },
      { kind: 'SECONDARY', column, content: scales.finish() },
    ],
    statistics: NONE_BELOW,
    clear() {
      unscaled.clear();
      scales.clear();
    },
  };
}

/** Seconds of 2015-01-01T00:00:00Z: timestamps are counted from there. */
const TIMESTAMP_BASE_SECONDS = Date.UTC(2015, 0, 1) / 1000;

function timestampColumn(column: number): Values {
  const seconds = new IntegerRunLength({ signed: true });
  const nanos = new IntegerRunLength({ signed: false });
  return {
    write(value) {
      const milliseconds = value instanceof Date ? value.getTime() : (value as number);
      const fraction = ((milliseconds % 1000) + 1000) % 1000;
      const whole = (milliseconds - fraction) / 1000;
      // Readers take one second off a negative time with a fraction, as the first writer truncated towards zero.
      const written = whole < 0 && fraction > 0 ? whole + 1 : whole;
      seconds.write(written - TIMESTAMP_BASE_SECONDS);
      nanos.write(encodeNanos(fraction));
    },
    streams: () => [
      { kind: 'DATA', column, content: seconds.finish() },
      { kind: 'SECONDARY', column, content: nanos.finish() },
    ],
    statistics: NONE_BELOW,
    clear() {
      seconds.clear();
      nanos.clear();
    },
  };
}

/** Nanoseconds with trailing decimal zeros taken off; the low three bits count them, less one. */
function encodeNanos(milliseconds: number): number {
  if (milliseconds === 0) return 0;
  let digits = milliseconds;
  let zeros = 6;
  while (digits % 10 === 0) {
    digits /= 10;
    zeros += 1;
  }
  return digits * 8 + (zeros - 1);
}

function structColumn(type: StructType, number: () => number): Values {
  const fields = type.fields.map((field) => ({ name: field.name, column: createColumn(field.type, number) }));
  return {
    write(value) {
      for (const { name, column } of fields) column.write((value as Record<string, unknown>)[name]);
    },
    streams: () => fields.flatMap(({ column }) => column.streams()),
    statistics: () => fields.flatMap(({ column }) => column.statistics()),
    clear() {
      for (const { column } of fields) column.clear();
    },
  };
}

/** Lists and maps: how many there are, and each of their parts in a column of its own. */
function repeatedColumn(
  own: number,
  children: readonly Column[],
  entriesOfValue: (value: unknown) => readonly (readonly unknown[])[],
): Column {
  const lengths = new IntegerRunLength({ signed: false });
  return {
    write(value) {
      const entries = entriesOfValue(value);
      lengths.write(entries.length);
      for (const entry of entries) {
        for (const [index, child] of children.entries()) child.write(entry[index]);
      }
    },
    streams: () => [
      { kind: 'LENGTH', column: own, content: lengths.finish() },
      ...children.flatMap((child) => child.streams()),
    ],
    statistics: () => children.flatMap((child) => child.statistics()),
    clear() {
      lengths.clear();
      for (const child of children) child.clear();
    },
  };
}
