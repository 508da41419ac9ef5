import type avro from 'avsc';
import { ShopError } from '../errors.ts';
import { loneSurrogate } from './lone-surrogate.ts';
import type { AvroSchema } from './schema.ts';
import { wellFormedness } from './well-formed.ts';

/** Avro 1.12 specification, "Single-object encoding": a marker, the writer schema's fingerprint, the body. */
const MARKER = Buffer.from([0xc3, 0x01]);
const HEADER_LENGTH = 10;

/** @throws ShopError `internal` when the value does not fit the schema: that is a fault of ours. */
export function encode({ type, fingerprint }: AvroSchema, value: unknown): Buffer {
  const body = bodyOf(type, value);
  const broken = mayHoldSurrogate(body) ? loneSurrogate(value) : undefined;
  if (broken !== undefined) {
    throw new ShopError('internal', `a text is not well-formed Unicode: ${broken.join('.')}`);
  }
  return Buffer.concat([MARKER, Buffer.from(fingerprint, 'hex'), body]);
}

function bodyOf(type: avro.Type, value: unknown): Buffer {
  try {
    return type.toBuffer(value);
  } catch {
    // Not avsc's own error: it quotes the value.
    throw new ShopError('internal', `a value does not fit its Avro schema${placeAtFault(type, value)}`);
  }
}

/**
 * avsc writes a surrogate that has no partner as three bytes that are no UTF-8, or replaces it where the text is long.
 * Neither byte sequence is common, so the texts themselves are rarely looked at.
 */
function mayHoldSurrogate(body: Buffer): boolean {
  return body.includes(0xed) || body.includes(REPLACEMENT);
}

const REPLACEMENT = Buffer.from('\ufffd');

function placeAtFault(type: avro.Type, value: unknown): string {
  let place = '';
  type.isValid(value, {
    errorHook(path) {
      if (place === '') place = `: ${path.join('.')}`;
    },
  });
  return place;
}

/** A single-object encoding taken apart. */
export interface SingleObject {
  /** Of the writer's schema, hexadecimal. */
  fingerprint: string;
  body: Buffer;
}

/** @throws ShopError `malformed-event` when the bytes do not begin as a single-object encoding does */
export function takeApart(bytes: Buffer): SingleObject {
  if (bytes.length < HEADER_LENGTH || !bytes.subarray(0, 2).equals(MARKER)) {
    throw new ShopError('malformed-event', 'the data is not in Avro single-object encoding');
  }
  return {
    fingerprint: bytes.subarray(2, HEADER_LENGTH).toString('hex'),
    body: bytes.subarray(HEADER_LENGTH),
  };
}

/** Reads what any known writer wrote as one reader sees it. */
export class AvroReader {
  readonly #reader: AvroSchema;
  readonly #writers: ReadonlyMap<string, AvroSchema>;
  readonly #ways = new Map<string, (body: Buffer) => unknown>();

  constructor(reader: AvroSchema, writers: readonly AvroSchema[]) {
    this.#reader = reader;
    this.#writers = new Map(writers.map((writer) => [writer.fingerprint, writer]));
  }

  /**
   * @throws ShopError `unknown-schema` when the writer schema is not known, `malformed-event` when the bytes are
   * not what they claim to be
   */
  decode(bytes: Buffer): unknown {
    const { fingerprint, body } = takeApart(bytes);
    const writer = this.#writers.get(fingerprint);
    if (writer === undefined) {
      throw new ShopError('unknown-schema', `no schema with the fingerprint ${fingerprint}`);
    }
    return this.#way(writer)(body);
  }

  /** Resolvers and checks cost more to make than to use. */
  #way(writer: AvroSchema): (body: Buffer) => unknown {
    let way = this.#ways.get(writer.fingerprint);
    if (way === undefined) {
      way = wayToRead(writer, this.#reader);
      this.#ways.set(writer.fingerprint, way);
    }
    return way;
  }
}

/**
 * How bodies of one writer are read as one reader sees them.
 *
 * @throws avsc's own error when the reader cannot read every value of the writer; the function returned throws
 * ShopError `malformed-event`
 */
export function wayToRead(writer: AvroSchema, reader: AvroSchema): (body: Buffer) => unknown {
  const check = wellFormedness(writer.json);
  const resolver: avro.Resolver | undefined =
    writer.fingerprint === reader.fingerprint ? undefined : reader.type.createResolver(writer.type);
  return (body) => {
    // avsc believes every length and count that it reads, so they are checked before it sees them.
    check(body);
    try {
      return resolver === undefined ? reader.type.fromBuffer(body) : reader.type.fromBuffer(body, resolver);
    } catch {
      throw new ShopError('malformed-event', 'the data cannot be read with its own schema');
    }
  };
}
