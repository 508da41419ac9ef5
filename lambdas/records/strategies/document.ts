import { RecordError } from '../errors.ts';
import type { Row, Rows } from '../rows.ts';
import type { SubjectSchemas } from '../schemas/subject-schemas.ts';
import type { SeenRecord, StorageStrategy, UpdateWay } from '../storage-strategy.ts';
import { fromAttributes, type Tolerance, toAttributes } from '../values/attributes.ts';
import { toAvro } from '../values/avro-value.ts';
import { isPlainObject, merged, type PlainObject } from '../values/plain.ts';
import { changedAttributes, recordType } from './owned-fields.ts';

/** Names travel with the values, so earlier ones are recognised, and unknown fields are handed on. */
const TOLERANCE: Tolerance = { aliases: true, enumDefaults: true, carriesUnknown: true };

/** The record as one self-describing map, as MongoDB stores documents: rows of all versions lie side by side. */
export class Document implements StorageStrategy {
  readonly #rows: Rows;
  readonly #schemas: SubjectSchemas;

  constructor(rows: Rows, schemas: SubjectSchemas) {
    this.#rows = rows;
    this.#schemas = schemas;
  }

  async put(id: string, value: PlainObject): Promise<void> {
    await this.#rows.insert(id, { document: this.#documentOf(value) });
  }

  async get(id: string): Promise<SeenRecord> {
    const row = await this.#rows.find(id);
    const value = fromAttributes(this.#schemas.own.type, documentIn(row), TOLERANCE);
    return { value: isPlainObject(value) ? value : {}, version: row.version };
  }

  async update(id: string, patch: PlainObject, way: UpdateWay): Promise<number> {
    if (way === 'naive') {
      const row = await this.#rows.find(id);
      const known = fromAttributes(this.#schemas.own.type, documentIn(row), {
        ...TOLERANCE,
        carriesUnknown: false,
      });
      return this.#rows.overwrite(id, { document: this.#documentOf(merged(known, patch)) }, row);
    }
    return this.#rows.changing(async () => {
      const row = await this.#rows.find(id);
      const before = documentIn(row);
      const changed = changedAttributes(this.#schemas.own.type, before, patch, TOLERANCE);
      return this.#rows.set(id, { document: { ...before, ...changed } }, row);
    });
  }

  #documentOf(value: unknown): unknown {
    const type = recordType(this.#schemas.own.type);
    return toAttributes(type, toAvro(type, isPlainObject(value) ? value : null));
  }
}

function documentIn({ attributes: { document } }: Row): Record<string, unknown> {
  if (isPlainObject(document)) return document;
  throw new RecordError('malformed-record', 'the row has no document');
}
