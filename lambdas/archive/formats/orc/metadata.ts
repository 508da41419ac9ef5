import { type ColumnType, childrenOf, type StructType } from '../column-type.ts';
import { COMPRESSION_BLOCK_BYTES, COMPRESSION_KIND, type OrcCompression } from './compression.ts';
import { packed, protobufMessage } from './protobuf.ts';

/** The messages of `orc_proto.proto`; the numbers in them are that file's. */

export type StreamKind = 'PRESENT' | 'DATA' | 'LENGTH' | 'SECONDARY';

const STREAM_KIND: Record<StreamKind, number> = { PRESENT: 0, DATA: 1, LENGTH: 2, SECONDARY: 5 };

const TYPE_KIND: Record<ColumnType['kind'], number> = {
  boolean: 0,
  int: 3,
  long: 4,
  double: 6,
  string: 7,
  binary: 8,
  timestamp: 9,
  list: 10,
  map: 11,
  struct: 12,
  decimal: 14,
  date: 15,
};

/** Readers work around faults of old writers by this number: 9 is ORC-1.8 and later, with none of them. */
const WRITER_VERSION = 9;
/**
 * Which implementation has written the file. The numbers that `orc_proto.proto` gives out end at 5, and without one a
 * reader takes the file for one of ORC's own Java library; of a number that it does not know it says so.
 */
const WRITER = 6_477;
const SOFTWARE = 'modes-of-dataflow';
/** JavaScript's calendar. Without it readers move dates before 1582. */
const PROLEPTIC_GREGORIAN = 2;
const FORMAT_VERSION = [0, 12];
export const MAGIC = 'ORC';

export interface Stripe {
  offset: number;
  dataLength: number;
  footerLength: number;
  rows: number;
}

export interface Stream {
  kind: StreamKind;
  column: number;
  length: number;
}

export function stripeFooter(streams: readonly Stream[], columns: number): Buffer {
  const direct = protobufMessage([[1, 0]]);
  return protobufMessage([
    [
      1,
      streams.map(({ kind, column, length }) =>
        protobufMessage([
          [1, STREAM_KIND[kind]],
          [2, column],
          [3, length],
        ]),
      ),
    ],
    [2, Array.from({ length: columns }, () => direct)],
    [3, 'UTC'],
  ]);
}

export function fileFooter(options: {
  schema: StructType;
  stripes: readonly Stripe[];
  contentLength: number;
  rows: number;
  /** Of every column, in the order of their numbers. */
  statistics: readonly Buffer[];
  userMetadata: Readonly<Record<string, string>>;
}): Buffer {
  const { schema, stripes, contentLength, rows, statistics, userMetadata } = options;
  return protobufMessage([
    [1, MAGIC.length],
    [2, contentLength],
    [3, stripes.map(stripeInformation)],
    [4, typesOf(schema)],
    [
      5,
      Object.entries(userMetadata).map(([name, value]) =>
        protobufMessage([
          [1, name],
          [2, Buffer.from(value)],
        ]),
      ),
    ],
    [6, rows],
    [7, statistics],
    [8, 0], // No row index: a reader that filters reads whole stripes.
    [9, WRITER],
    [11, PROLEPTIC_GREGORIAN],
    [12, SOFTWARE],
  ]);
}

export function postScript(compression: OrcCompression, footerLength: number): Buffer {
  return protobufMessage([
    [1, footerLength],
    [2, COMPRESSION_KIND[compression]],
    [3, COMPRESSION_BLOCK_BYTES],
    [4, packed(FORMAT_VERSION)],
    [5, 0],
    [6, WRITER_VERSION],
    [8000, MAGIC],
  ]);
}

function stripeInformation({ offset, dataLength, footerLength, rows }: Stripe): Buffer {
  return protobufMessage([
    [1, offset],
    [2, 0],
    [3, dataLength],
    [4, footerLength],
    [5, rows],
  ]);
}

function typesOf(schema: StructType): Buffer[] {
  return numbered(schema, 0).map(({ type, children }) =>
    protobufMessage([
      [1, TYPE_KIND[type.kind]],
      [2, children.length > 0 ? packed(children) : undefined],
      [3, type.kind === 'struct' ? type.fields.map((field) => field.name) : undefined],
      [5, type.kind === 'decimal' ? type.precision : undefined],
      [6, type.kind === 'decimal' ? type.scale : undefined],
    ]),
  );
}

/** The columns from `own` on, depth first, each with the numbers of its children. */
function numbered(type: ColumnType, own: number): { type: ColumnType; children: number[] }[] {
  const children: number[] = [];
  const below: { type: ColumnType; children: number[] }[] = [];
  for (const child of childrenOf(type)) {
    const number = own + 1 + below.length;
    children.push(number);
    below.push(...numbered(child, number));
  }
  return [{ type, children }, ...below];
}
