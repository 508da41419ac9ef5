import { takeApart, wayToRead } from '../shared/avro/single-object.ts';
import { ShopError } from '../shared/errors.ts';
import type { SchemaVersion } from './schemas/subjects.ts';

/** A row as the target schema sees it, or why it cannot be seen so. The reason names no value of the row. */
export type Normalised =
  | { ok: true; version: number; value: object }
  | { ok: false; fingerprint: string | undefined; reason: string };

type Way = { version: number; read: (body: Buffer) => unknown } | { refusal: string };

/** Reads rows of any version ever as one version sees them, by Avro's schema resolution. */
export class Normaliser {
  readonly #ways: ReadonlyMap<string, Way>;

  constructor(history: readonly SchemaVersion[], target: SchemaVersion) {
    this.#ways = new Map(history.map((writer) => [writer.schema.fingerprint, wayFrom(writer, target)]));
  }

  normalise(record: Buffer): Normalised {
    let fingerprint: string | undefined;
    try {
      const { body, ...header } = takeApart(record);
      fingerprint = header.fingerprint;
      const way = this.#ways.get(fingerprint);
      if (way === undefined) return { ok: false, fingerprint, reason: 'no schema has this fingerprint' };
      if ('refusal' in way) return { ok: false, fingerprint, reason: way.refusal };
      // Every schema of a subject is a record, so what it reads is an object.
      return { ok: true, version: way.version, value: way.read(body) as object };
    } catch (error) {
      if (!(error instanceof ShopError)) throw error;
      return { ok: false, fingerprint, reason: error.message };
    }
  }
}

function wayFrom(writer: SchemaVersion, target: SchemaVersion): Way {
  try {
    return { version: writer.version, read: wayToRead(writer.schema, target.schema) };
  } catch {
    return { refusal: `version ${target.version} cannot read what version ${writer.version} wrote` };
  }
}
