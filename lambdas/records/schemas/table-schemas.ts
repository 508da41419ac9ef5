import * as z from 'zod';
import { type AvroSchema, avroSchema } from '../../shared/avro/schema.ts';
import { parse } from '../../shared/parse.ts';
import type { Key, Records } from '../../shared/records.ts';
import { RecordError } from '../errors.ts';
import type { SchemaSource } from './schema-source.ts';

const storedSchema = z.object({ schema: z.string() });

/** Schemas beside the rows that were written with them, so that rows outlive a registry too. */
export class TableSchemas implements SchemaSource {
  private readonly records: Pick<Records, 'find' | 'insert'>;

  constructor(records: Pick<Records, 'find' | 'insert'>) {
    this.records = records;
  }

  async find(fingerprint: string): Promise<AvroSchema | undefined> {
    const found = await this.records.find(schemaKey(fingerprint));
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
    await this.records.insert(schemaKey(fingerprint), { type: 'schema', schema: JSON.stringify(json) });
  }
}

function schemaKey(fingerprint: string): Key {
  return { pk: `SCHEMA#${fingerprint}`, sk: 'SCHEMA' };
}
