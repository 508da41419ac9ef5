import { encode, takeApart } from '../../shared/avro/single-object.ts';
import type { Attributes } from '../../shared/table.ts';
import { ofRecord, RecordError } from '../errors.ts';
import type { Row, Rows } from '../rows.ts';
import type { SubjectSchemas } from '../schemas/subject-schemas.ts';
import type { SeenRecord, StorageStrategy, UpdateWay } from '../storage-strategy.ts';
import { fromAvro, toAvro } from '../values/avro-value.ts';
import { isPlainObject, type PlainObject } from '../values/plain.ts';
import { changedAsOwn, changedAsWritten, type ToWrite, type WrittenRecord } from './written-record.ts';

/**
 * The record in Avro's single-object encoding, as Espresso stores documents: every row carries the fingerprint of the
 * schema that it was written with, and each reader resolves it into its own.
 */
export class Avro implements StorageStrategy {
  readonly #rows: Rows;
  readonly #schemas: SubjectSchemas;

  constructor(rows: Rows, schemas: SubjectSchemas) {
    this.#rows = rows;
    this.#schemas = schemas;
  }

  async put(id: string, value: PlainObject): Promise<void> {
    const { own } = this.#schemas;
    const row = attributesOf({ schema: own, value: toAvro(own.type, value) });
    await this.#schemas.publishOwn();
    await this.#rows.insert(id, row);
  }

  async get(id: string): Promise<SeenRecord> {
    const row = await this.#rows.find(id);
    const { own } = this.#schemas;
    const { writer, body } = await this.#written(row);
    const value = fromAvro(own.type, this.#schemas.read(body, writer, own));
    return { value: isPlainObject(value) ? value : {}, version: row.version };
  }

  async update(id: string, patch: PlainObject, way: UpdateWay): Promise<number> {
    await this.#schemas.publishOwn();
    if (way === 'naive') {
      const row = await this.#rows.find(id);
      const toWrite = changedAsOwn(this.#schemas, await this.#written(row), patch);
      return this.#rows.overwrite(id, attributesOf(toWrite), row);
    }
    return this.#rows.changing(async () => {
      const row = await this.#rows.find(id);
      const toWrite = changedAsWritten(this.#schemas, await this.#written(row), patch);
      return this.#rows.set(id, attributesOf(toWrite), row);
    });
  }

  async #written({ attributes: { record } }: Row): Promise<WrittenRecord> {
    if (!(record instanceof Uint8Array)) throw new RecordError('malformed-record', 'the row has no record');
    const { fingerprint, body } = ofRecord(() => takeApart(Buffer.from(record)));
    return { writer: await this.#schemas.writer(fingerprint), body };
  }
}

function attributesOf({ schema, value }: ToWrite): Attributes {
  return { record: encode(schema, value) };
}
