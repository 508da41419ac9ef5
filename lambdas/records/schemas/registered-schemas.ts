import type { ApiClient } from '../../shared/api-client.ts';
import type { AvroSchema } from '../../shared/avro/schema.ts';
import { RegistryClient } from '../../shared/registry-client.ts';
import type { SchemaSource } from './schema-source.ts';

/** What a look-up may take, attempts and pauses included. */
const PATIENCE_MS = 10_000;

/**
 * What is not found beside the rows is looked up in the registry: a row may have come from elsewhere, with a schema
 * that no release here has written with.
 */
export class RegisteredSchemas implements SchemaSource {
  readonly #nearby: SchemaSource;
  readonly #registry: RegistryClient;

  constructor(nearby: SchemaSource, api: Pick<ApiClient, 'get'>) {
    this.#nearby = nearby;
    this.#registry = new RegistryClient(api);
  }

  async find(fingerprint: string): Promise<AvroSchema | undefined> {
    return (await this.#nearby.find(fingerprint)) ?? (await this.#registry.schema(fingerprint, PATIENCE_MS));
  }

  /** To register is for the owner of a subject, who does it with the deployment. */
  publish(schema: AvroSchema): Promise<void> {
    return this.#nearby.publish(schema);
  }
}
