import * as z from 'zod';
import type { ApiClient } from './api-client.ts';
import { type AvroSchema, avroSchema } from './avro/schema.ts';
import { ShopError } from './errors.ts';
import { parse } from './parse.ts';

const found = z.looseObject({ schema: z.string() });

/** The schema registry as functions of ours see it: what stands under a fingerprint. */
export class RegistryClient {
  readonly #api: Pick<ApiClient, 'get'>;
  /** For good: a schema under a fingerprint never changes. What is not there yet may come, so it is not kept. */
  readonly #known = new Map<string, AvroSchema>();

  constructor(api: Pick<ApiClient, 'get'>) {
    this.#api = api;
  }

  /**
   * @param remainingMs what is left of the caller's own time
   * @returns undefined when no schema of that fingerprint is registered
   * @throws ShopError `dependency-…` when the registry does not answer, or not with that schema
   */
  async schema(fingerprint: string, remainingMs: number): Promise<AvroSchema | undefined> {
    const known = this.#known.get(fingerprint);
    if (known !== undefined) return known;
    const { status, body } = await this.#api.get(`/schemas/fingerprints/${fingerprint}`, remainingMs);
    if (status === 404) return undefined;
    if (status !== 200) throw new ShopError('dependency-failed', `the registry answered ${status}`);
    const schema = avroSchema(JSON.parse(parse(found, body, 'dependency-failed').schema));
    if (schema.fingerprint !== fingerprint) {
      throw new ShopError('dependency-failed', `the registry returned another schema for ${fingerprint}`);
    }
    this.#known.set(fingerprint, schema);
    return schema;
  }
}
