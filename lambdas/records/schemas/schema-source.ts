import type { AvroSchema } from '../../shared/avro/schema.ts';

/**
 * Where a release finds the schema behind a fingerprint. What is found once is kept for good: a schema under a
 * fingerprint never changes.
 */
export interface SchemaSource {
  find(fingerprint: string): Promise<AvroSchema | undefined>;
  /** Makes a schema findable for releases that do not have it, before the first row is written with it. */
  publish(schema: AvroSchema): Promise<void>;
}
