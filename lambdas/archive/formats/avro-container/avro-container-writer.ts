import { randomBytes } from 'node:crypto';
import { loneSurrogate } from '../../../shared/avro/lone-surrogate.ts';
import type { AvroSchema } from '../../../shared/avro/schema.ts';
import { RowError } from '../column-type.ts';
import type { RowWriter, Sink } from '../row-writer.ts';
import { type ContainerCodec, compress } from './codec.ts';
import { encodeLong } from './varint.ts';

export const MAGIC = Buffer.from('Obj\x01', 'latin1');
export const SYNC_BYTES = 16;

export interface AvroContainerWriterOptions {
  /** Its JSON goes into the header as it stands: what avsc exports lacks the defaults of enums and logical types. */
  schema: AvroSchema;
  /**
   * `deflate` by default: the one compression that every reader must have. Of zstandard, fastavro and others
   * ask for a library that is seldom there.
   */
  codec?: ContainerCodec;
  /** Encoded rows held in memory before they are written as a block; 64 KiB by default. */
  blockBytes?: number;
  /** Stands in the file's header for who reads it; keys must not begin with `avro.`. */
  metadata?: Readonly<Record<string, string>>;
  /** 16 bytes that no row is likely to hold; random unless a test wants to know them. */
  sync?: Buffer;
  sink: Sink;
}

/** Writes an object container file (Avro 1.12 specification, "Object Container Files"). Memory holds one block. */
export class AvroContainerWriter implements RowWriter {
  readonly #schema: AvroSchema;
  readonly #codec: ContainerCodec;
  readonly #blockBytes: number;
  readonly #sync: Buffer;
  readonly #sink: Sink;
  #block: Buffer[] = [];
  #bytesInBlock = 0;
  #rows = 0;

  constructor(options: AvroContainerWriterOptions) {
    this.#schema = options.schema;
    this.#codec = options.codec ?? 'deflate';
    this.#blockBytes = options.blockBytes ?? 64 * 1024;
    this.#sync = options.sync ?? randomBytes(SYNC_BYTES);
    this.#sink = options.sink;
    // At once: a file without rows has its header, and so its schema, too.
    this.#sink(this.#header(options.metadata ?? {}));
  }

  get rows(): number {
    return this.#rows;
  }

  write(row: object): void {
    const encoded = this.#encode(row);
    this.#block.push(encoded);
    this.#bytesInBlock += encoded.length;
    this.#rows += 1;
    if (this.#bytesInBlock >= this.#blockBytes) this.flush();
  }

  close(): void {
    this.flush();
  }

  #encode(row: object): Buffer {
    const broken = loneSurrogate(row);
    if (broken !== undefined) throw new RowError(broken.join('.'), 'is not well-formed Unicode');
    try {
      return this.#schema.type.toBuffer(row);
    } catch {
      // avsc's own message repeats the value.
      throw new RowError(this.#pathOfFault(row), 'does not fit the Avro schema');
    }
  }

  #pathOfFault(row: object): string {
    let fault = '';
    this.#schema.type.isValid(row, {
      errorHook: (path: string[]) => {
        fault ||= path.join('.');
      },
    });
    return fault;
  }

  #header(metadata: Readonly<Record<string, string>>): Buffer {
    const entries = Object.entries({
      'avro.schema': JSON.stringify(this.#schema.json),
      'avro.codec': this.#codec,
      ...metadata,
    });
    const map = entries.flatMap(([key, value]) => [text(key), text(value)]);
    return Buffer.concat([MAGIC, encodeLong(entries.length), ...map, encodeLong(0), this.#sync]);
  }

  flush(): void {
    if (this.#block.length === 0) return;
    const content = compress(this.#codec, Buffer.concat(this.#block));
    this.#sink(
      Buffer.concat([encodeLong(this.#block.length), encodeLong(content.length), content, this.#sync]),
    );
    this.#block = [];
    this.#bytesInBlock = 0;
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([encodeLong(bytes.length), bytes]);
}
