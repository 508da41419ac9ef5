import type { AvroSchema } from '../../schemas/compatibility/avro-schema.ts';
import {
  type CompatibilityLevel,
  isLower,
  type Refusal,
  refusals,
} from '../../schemas/compatibility/levels.ts';
import { parseAvroSchemaText } from '../../schemas/compatibility/parse-avro-schema.ts';
import { RegistryError } from './errors.ts';

/** One version of a subject. Versions and ids are never given twice, not even after a deletion. */
export interface RegisteredVersion {
  version: number;
  /** Of the schema, in the whole registry: equal schemas have one id. */
  id: number;
  /** The schema's JSON text, normalised by `canonicalText`. */
  schema: string;
  /** Soft deletion: no longer listed or compared with, still found by id. */
  deleted: boolean;
}

export interface Candidate {
  /** Normalised JSON text, with everything that a Parsing Canonical Form leaves out. */
  text: string;
  parsed: AvroSchema;
}

/** A database's readers are older and newer than any row: hence both directions, over the whole history. */
export const DEFAULT_LEVEL: CompatibilityLevel = 'FULL_TRANSITIVE';

const SUBJECT = /^[^/\\\p{Cc}]{1,200}$/u;

/** @throws RegistryError 42208 */
export function checkSubject(subject: string): string {
  if (SUBJECT.test(subject)) return subject;
  throw new RegistryError(
    42208,
    'A subject has 1 to 200 characters, and no slash or control character among them.',
  );
}

/** @throws RegistryError 42201 */
export function readCandidate(schema: string): Candidate {
  try {
    return { text: canonicalText(schema), parsed: parseAvroSchemaText(schema) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'Not an Avro schema.';
    throw new RegistryError(42201, why, { cause });
  }
}

/** Equal but for white space is equal. The order of members is kept: it is the author's. */
function canonicalText(schema: string): string {
  return JSON.stringify(JSON.parse(schema));
}

/**
 * What registering a candidate comes to: a version that is there already, or the next one.
 *
 * @param versions of the subject, oldest first, deleted ones included
 * @throws RegistryError 409 with every reason when the subject's level forbids it
 */
export function decideRegistration(
  candidate: Candidate,
  versions: readonly RegisteredVersion[],
  level: CompatibilityLevel,
): { known: RegisteredVersion } | { nextVersion: number } {
  const live = versions.filter(({ deleted }) => !deleted);
  const known = live.find(({ schema }) => schema === candidate.text);
  if (known !== undefined) return { known };
  const against = incompatibilities(candidate, live, level);
  if (against.length > 0) {
    throw new RegistryError(
      409,
      `Schema being registered is incompatible with an earlier schema. ${against.map(tell).join(' ')}`,
    );
  }
  return { nextVersion: (versions.at(-1)?.version ?? 0) + 1 };
}

/** All that stands against a candidate; none when it may be registered. */
export function incompatibilities(
  candidate: Candidate,
  versions: readonly RegisteredVersion[],
  level: CompatibilityLevel,
): Refusal[] {
  const history = versions.map(({ version, schema }) => ({ version, schema: parseAvroSchemaText(schema) }));
  return refusals(candidate.parsed, history, level);
}

/** One reason, as a person reads it: direction, version, place, rule and what stands on both sides. */
export function tell({ direction, version, path, rule, message }: Refusal): string {
  const who =
    direction === 'BACKWARD' ? `It cannot read version ${version}` : `Version ${version} cannot read it`;
  return `${who}: ${rule} at ${path}. ${message}`;
}

/**
 * @param floor the level that the subject's owner protects, if any
 * @throws RegistryError 42205 when the new level promises less
 */
export function checkLevelChange(wanted: CompatibilityLevel, floor: CompatibilityLevel | undefined): void {
  if (floor === undefined || !isLower(wanted, floor)) return;
  throw new RegistryError(
    42205,
    `The level ${floor} of this subject is protected: it cannot be lowered to ${wanted}.`,
  );
}
