import * as z from 'zod';
import type { AvroSchema } from '../../shared/avro/schema.ts';
import { parse } from '../../shared/parse.ts';
import type { Attributes } from '../../shared/table.ts';
import { RecordError } from '../errors.ts';
import type { Row, Rows } from '../rows.ts';
import type { SubjectSchemas } from '../schemas/subject-schemas.ts';
import type { EtlReport, SeenRecord, StorageStrategy, UpdateWay } from '../storage-strategy.ts';
import { fromAttributes, type Tolerance, toAttributes } from '../values/attributes.ts';
import { fromAvro, toAvro } from '../values/avro-value.ts';
import { isPlainObject, type PlainObject } from '../values/plain.ts';
import { changedAsOwn, changedAsWritten, type ToWrite, type WrittenRecord } from './written-record.ts';

/** A row is exactly what the schema named in it says. */
const STRICT: Tolerance = { aliases: false, enumDefaults: false, carriesUnknown: false };

const fingerprinted = z.looseObject({ schema: z.string() });

/**
 * Columns of one schema for the whole table: each row names the schema that its columns have, and an ETL run rewrites
 * those that have another than the latest. Until then they are resolved when they are read.
 */
export class Warehouse implements StorageStrategy {
  readonly #rows: Rows;
  readonly #schemas: SubjectSchemas;

  constructor(rows: Rows, schemas: SubjectSchemas) {
    this.#rows = rows;
    this.#schemas = schemas;
  }

  async put(id: string, value: PlainObject): Promise<void> {
    const { own } = this.#schemas;
    const row = columnsOf({ schema: own, value: toAvro(own.type, value) });
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
      return this.#rows.overwrite(
        id,
        columnsOf(changedAsOwn(this.#schemas, await this.#written(row), patch)),
        row,
      );
    }
    return this.#rows.changing(async () => {
      const row = await this.#rows.find(id);
      const toWrite = changedAsWritten(this.#schemas, await this.#written(row), patch);
      // Under another schema some columns have other names, or are no more.
      return this.#rows.replace(id, columnsOf(toWrite), row);
    });
  }

  /**
   * Rewrites rows to this release's schema.
   *
   * @param ids only these; by default every row of the subject
   */
  async etl(ids: AsyncIterable<string> | Iterable<string> = this.#rows.ids()): Promise<EtlReport> {
    await this.#schemas.publishOwn();
    const report: EtlReport = { rewritten: 0, current: 0, refused: [] };
    await forEach(ids, async (id) => {
      try {
        report[await this.#rows.changing(() => this.#rewrite(id))] += 1;
      } catch (error) {
        const { code, message } = RecordError.from(error);
        if (code === 'internal') throw error;
        report.refused.push({ id, code, message });
      }
    });
    report.refused.sort((a, b) => a.id.localeCompare(b.id));
    return report;
  }

  async #rewrite(id: string): Promise<'rewritten' | 'current'> {
    const row = await this.#rows.find(id);
    const { own } = this.#schemas;
    const { writer, body } = await this.#written(row);
    if (writer.fingerprint === own.fingerprint) return 'current';
    const value = this.#schemas.read(body, writer, own);
    await this.#rows.replace(id, columnsOf({ schema: own, value }), row);
    return 'rewritten';
  }

  /** As Avro, because resolution is defined there and nowhere else. */
  async #written({ attributes }: Row): Promise<WrittenRecord> {
    const writer = await this.#schemas.writer(fingerprintIn(attributes));
    return { writer, body: writer.type.toBuffer(toAvro(writer.type, load(writer, attributes))) };
  }
}

/** How many rows wait for the database at the same time. */
const AT_ONCE = 8;

/** Some at a time, as they come. */
async function forEach(
  ids: AsyncIterable<string> | Iterable<string>,
  work: (id: string) => Promise<void>,
): Promise<void> {
  const queue = Symbol.asyncIterator in ids ? ids[Symbol.asyncIterator]() : ids[Symbol.iterator]();
  const worker = async () => {
    for (let next = await queue.next(); next.done !== true; next = await queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function columnsOf({ schema, value }: ToWrite): Attributes {
  return { ...Object(toAttributes(schema.type, value)), schema: schema.fingerprint };
}

function fingerprintIn(attributes: Attributes): string {
  try {
    return parse(fingerprinted, attributes).schema;
  } catch (cause) {
    throw new RecordError('malformed-record', 'the row does not name its schema', { cause });
  }
}

function load({ type }: AvroSchema, attributes: Attributes) {
  try {
    return fromAttributes(type, attributes, STRICT);
  } catch (cause) {
    throw new RecordError('malformed-record', 'the row does not match the schema that it names', { cause });
  }
}
