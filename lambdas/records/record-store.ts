import type { Table } from '../shared/table.ts';
import type { Subject } from './requests.ts';
import { Rows } from './rows.ts';
import type { SchemaSource } from './schemas/schema-source.ts';
import { SubjectSchemas } from './schemas/subject-schemas.ts';
import { TableSchemas } from './schemas/table-schemas.ts';
import type { StorageStrategy, StrategyName } from './storage-strategy.ts';
import { Avro } from './strategies/avro.ts';
import { Columns } from './strategies/columns.ts';
import { Document } from './strategies/document.ts';
import { Warehouse } from './strategies/warehouse.ts';

/** The schemas of each subject that a release was built with, oldest first; the last is its own. */
export type ReleaseSchemas = Readonly<Record<Subject, readonly unknown[]>>;

interface OfSubject {
  strategies: Record<StrategyName, StorageStrategy>;
  warehouse: Warehouse;
}

/** Every strategy for every subject, as one release uses them. */
export class RecordStore {
  readonly #subjects: Record<Subject, OfSubject>;

  /** @param source of what a release was not built with; by default beside the rows, where writers put it */
  constructor(
    table: Table,
    schemas: ReleaseSchemas,
    source: SchemaSource = new TableSchemas(table),
    now: () => Date = () => new Date(),
  ) {
    const ofSubject = (subject: Subject): OfSubject => {
      const known = new SubjectSchemas(schemas[subject], source);
      const rows = (strategy: StrategyName) => new Rows({ table, strategy, subject, now });
      const warehouse = new Warehouse(rows('warehouse'), known);
      const strategies = {
        columns: new Columns(rows('columns'), known),
        avro: new Avro(rows('avro'), known),
        document: new Document(rows('document'), known),
        warehouse,
      };
      return { strategies, warehouse };
    };
    this.#subjects = { profile: ofSubject('profile'), order: ofSubject('order') };
  }

  strategy(name: StrategyName, subject: Subject): StorageStrategy {
    return this.#subjects[subject].strategies[name];
  }

  warehouse(subject: Subject): Warehouse {
    return this.#subjects[subject].warehouse;
  }
}
