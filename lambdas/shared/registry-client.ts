import * as z from 'zod';
import type { ApiClient } from './api-client.ts';
import { type AvroSchema, avroSchema } from './avro/schema.ts';
import { ShopError } from './errors.ts';
import { parse } from './parse.ts';

const version = z.object({ subject: z.string(), version: z.int().positive() });
// Registries before release v2.1 return no versions.
const found = z.looseObject({ schema: z.string(), versions: z.array(version).default([]) });

/** A schema of the registry, and the versions of subjects that have it. */
export interface RegisteredSchema {
  schema: AvroSchema;
  versions: readonly z.infer<typeof version>[];
}

/** The schema registry as functions of ours see it: the schema that has a fingerprint. */
export class RegistryClient {
  readonly #api: Pick<ApiClient, 'get'>;
  /** For good: a schema under a fingerprint never changes. What is not there yet may come, so it is not kept. */
  readonly #known = new Map<string, RegisteredSchema>();
  /** Events of one batch ask for the same schema at the same time. */
  readonly #asked = new Map<string, Promise<RegisteredSchema | undefined>>();

  constructor(api: Pick<ApiClient, 'get'>) {
    this.#api = api;
  }

  /**
   * @param remainingMs what is left of the caller's own time
   * @returns undefined when no schema of that fingerprint is registered
   * @throws ShopError `dependency-…` when the registry does not answer, or not with that schema
   */
  async schema(fingerprint: string, remainingMs: number): Promise<AvroSchema | undefined> {
    return (await this.registered(fingerprint, remainingMs))?.schema;
  }

  /**
   * As `schema`, with its versions. A subject may get a version with a known schema later: with `fresh`, the registry is
   * asked even if the schema is known.
   */
  async registered(
    fingerprint: string,
    remainingMs: number,
    { fresh = false } = {},
  ): Promise<RegisteredSchema | undefined> {
    const known = fresh ? undefined : this.#known.get(fingerprint);
    if (known !== undefined) return known;
    const asked = this.#asked.get(fingerprint) ?? this.#ask(fingerprint, remainingMs);
    this.#asked.set(fingerprint, asked);
    try {
      return await asked;
    } finally {
      this.#asked.delete(fingerprint);
    }
  }

  async #ask(fingerprint: string, remainingMs: number): Promise<RegisteredSchema | undefined> {
    const { status, body } = await this.#api.get(`/schemas/fingerprints/${fingerprint}`, remainingMs);
    if (status === 404) return undefined;
    if (status !== 200) throw new ShopError('dependency-failed', `the registry answered ${status}`);
    const { schema: text, versions } = parse(found, body, 'dependency-failed');
    const schema = avroSchema(JSON.parse(text));
    if (schema.fingerprint !== fingerprint) {
      throw new ShopError('dependency-failed', `the registry returned another schema for ${fingerprint}`);
    }
    const registered = { schema, versions };
    this.#known.set(fingerprint, registered);
    return registered;
  }
}
