import { type AvroSchema, avroSchema } from '../../shared/avro/schema.ts';
import { wayToRead } from '../../shared/avro/single-object.ts';
import { ofRecord, RecordError } from '../errors.ts';
import type { SchemaSource } from './schema-source.ts';

/**
 * The schemas of one subject as one release knows them: its own, those before it, and through a source those that
 * came later.
 */
export class SubjectSchemas {
  readonly own: AvroSchema;
  readonly #known: Map<string, AvroSchema>;
  readonly #bundled: ReadonlySet<string>;
  readonly #source: SchemaSource;
  readonly #ways = new Map<string, (body: Buffer) => unknown>();
  #published: Promise<void> | undefined;

  /** @param history oldest first; the last is the release's own */
  constructor(history: readonly unknown[], source: SchemaSource) {
    const schemas = history.map(avroSchema);
    const own = schemas.at(-1);
    if (own === undefined) throw new Error('a release has a schema of its own');
    this.own = own;
    this.#known = new Map(schemas.map((schema) => [schema.fingerprint, schema]));
    this.#bundled = new Set(this.#known.keys());
    this.#source = source;
  }

  /** @throws RecordError `unknown-fingerprint`, or `dependency-failed` when it could not be looked up */
  async writer(fingerprint: string): Promise<AvroSchema> {
    const schema = this.#known.get(fingerprint) ?? (await this.#find(fingerprint));
    if (schema === undefined) {
      throw new RecordError('unknown-fingerprint', `no schema has the fingerprint ${fingerprint}`);
    }
    this.#known.set(fingerprint, schema);
    return schema;
  }

  async #find(fingerprint: string): Promise<AvroSchema | undefined> {
    try {
      return await this.#source.find(fingerprint);
    } catch (error) {
      throw RecordError.from(error);
    }
  }

  /** Whether this release, when it was built, had the schema among those before its own. */
  isOlder({ fingerprint }: AvroSchema): boolean {
    return this.#bundled.has(fingerprint) && fingerprint !== this.own.fingerprint;
  }

  /** Before the first row is written with it, so that no reader meets a fingerprint that cannot be looked up. */
  async publishOwn(): Promise<void> {
    this.#published ??= this.#source.publish(this.own);
    await this.#published.catch((error: unknown) => {
      this.#published = undefined;
      throw error;
    });
  }

  /**
   * A body as a reader's schema sees it. Ways to read cost more to make than to use.
   *
   * @throws RecordError `unreadable` when not every value of the writer has a place in the reader, `malformed-record`
   * when the body is not what the writer's schema says
   */
  read(body: Buffer, writer: AvroSchema, reader: AvroSchema): unknown {
    const name = `${writer.fingerprint}:${reader.fingerprint}`;
    const way = this.#ways.get(name) ?? compatible(writer, reader);
    this.#ways.set(name, way);
    return ofRecord(() => way(body));
  }
}

function compatible(writer: AvroSchema, reader: AvroSchema): (body: Buffer) => unknown {
  try {
    return wayToRead(writer, reader);
  } catch (cause) {
    throw new RecordError('unreadable', 'the schema of this release cannot read what that of the row wrote', {
      cause,
    });
  }
}
