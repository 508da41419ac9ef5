import * as z from 'zod';
import { writerSchemaKey } from '../../../schemas/items/storage-lab-items.ts';
import { type AvroSchema, avroSchema } from '../../shared/avro/schema.ts';
import { parse } from '../../shared/parse.ts';
import type { Table } from '../../shared/table.ts';
import { RecordError } from '../errors.ts';
import type { SchemaSource } from './schema-source.ts';

const storedSchema = z.object({ schema: z.string() });

/** Schemas beside the rows that were written with them, so that rows outlive a registry too. */
export class TableSchemas implements SchemaSource {
  readonly #table: Pick<Table, 'getItem' | 'createItem'>;

  constructor(table: Pick<Table, 'getItem' | 'createItem'>) {
    this.#table = table;
  }

  async find(fingerprint: string): Promise<AvroSchema | undefined> {
    const found = await this.#table.getItem(writerSchemaKey(fingerprint));
    if (found === undefined) return undefined;
    const schema = avroSchema(JSON.parse(parse(storedSchema, found, 'internal').schema));
    if (schema.fingerprint !== fingerprint) {
      throw new RecordError(
        'unknown-fingerprint',
        `the fingerprint ${fingerprint} is stored with another schema`,
      );
    }
    return schema;
  }

  async publish({ fingerprint, json }: AvroSchema): Promise<void> {
    await this.#table.createItem(writerSchemaKey(fingerprint), {
      type: 'schema',
      schema: JSON.stringify(json),
    });
  }
}
