import { readFileSync } from 'node:fs';
import type { RecordSchema } from '../../schemas/compatibility/avro-schema.ts';
import { parseAvroSchema } from '../../schemas/compatibility/parse-avro-schema.ts';
import { canRead } from '../../schemas/compatibility/resolution.ts';
import { type ConsumerContract, type Deployment, type SchemaVersion, WRITTEN } from './contracts.ts';
import { type Outcome, PROCESSED } from './outcome.ts';

/**
 * What must become of an event, from the schemas alone: a consumer parks what is written with a schema that it does not
 * know, and reads the rest by the rules of "Schema Resolution" in the Avro specification.
 *
 * @param contract of the consumer; undefined for one that does not read the data
 */
export function predictEvent(producer: Deployment, contract: ConsumerContract | undefined): Outcome {
  if (contract === undefined) return PROCESSED;
  const { knows, reads, stores } = contract;
  const version = WRITTEN[producer];
  if (!knows.includes(version)) return { kind: 'parked', cause: 'unknown-schema' };
  const [writer, reader] = [orderSchema(version), orderSchema(reads)];
  if (!canRead(reader, writer)) return { kind: 'parked', cause: 'invalid-data' };
  const written = new Set(writer.fields.map(({ name }) => name));
  return { ...PROCESSED, defaults: Object.keys(stores).filter((field) => !written.has(field)) };
}

function orderSchema(version: SchemaVersion): RecordSchema {
  const path = new URL(`../../schemas/avro/order/${version}.avsc`, import.meta.url);
  const schema = parseAvroSchema(JSON.parse(readFileSync(path, 'utf8')));
  if (schema.kind !== 'record') throw new Error(`Version ${version} of order is not a record`);
  return schema;
}
