import type { Attributes } from '../../shared/table.ts';
import type { Rows } from '../rows.ts';
import type { SubjectSchemas } from '../schemas/subject-schemas.ts';
import type { SeenRecord, StorageStrategy, UpdateWay } from '../storage-strategy.ts';
import { fromAttributes, type Tolerance, toAttributes } from '../values/attributes.ts';
import { toAvro } from '../values/avro-value.ts';
import { isPlainObject, merged, type PlainObject } from '../values/plain.ts';
import { changedAttributes } from './owned-fields.ts';

/** A column has a default for where it is missing. It has none for a symbol, and a rename is another column. */
const TOLERANCE: Tolerance = { aliases: false, enumDefaults: false, carriesUnknown: false };

/**
 * One attribute a field, as PostgreSQL and MySQL store columns: adding one rewrites nothing, and where a row does not
 * have it yet, it reads as its default.
 */
export class Columns implements StorageStrategy {
  readonly #rows: Rows;
  readonly #schemas: SubjectSchemas;

  constructor(rows: Rows, schemas: SubjectSchemas) {
    this.#rows = rows;
    this.#schemas = schemas;
  }

  async put(id: string, value: PlainObject): Promise<void> {
    await this.#rows.insert(id, this.#columnsOf(value));
  }

  async get(id: string): Promise<SeenRecord> {
    const { attributes, version } = await this.#rows.find(id);
    return { value: this.#seen(attributes), version };
  }

  async update(id: string, patch: PlainObject, way: UpdateWay): Promise<number> {
    if (way === 'naive') {
      const row = await this.#rows.find(id);
      return this.#rows.overwrite(id, this.#columnsOf(merged(this.#seen(row.attributes), patch)), row);
    }
    return this.#rows.changing(async () => {
      const row = await this.#rows.find(id);
      const set = changedAttributes(this.#schemas.own.type, row.attributes, patch, TOLERANCE);
      return this.#rows.set(id, set, row);
    });
  }

  #columnsOf(value: unknown): Attributes {
    const { type } = this.#schemas.own;
    return Object(toAttributes(type, toAvro(type, isPlainObject(value) ? value : null)));
  }

  #seen(attributes: Attributes): PlainObject {
    const value = fromAttributes(this.#schemas.own.type, attributes, TOLERANCE);
    return isPlainObject(value) ? value : {};
  }
}
