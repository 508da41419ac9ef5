import type { AvroSchema } from '../../schemas/compatibility/avro-schema.ts';
import { equalityForm } from '../../schemas/compatibility/canonical-form.ts';
import { checkDefaults } from '../../schemas/compatibility/check-defaults.ts';
import {
  type CompatibilityLevel,
  isLower,
  type Refusal,
  refusals,
} from '../../schemas/compatibility/levels.ts';
import { parseAvroSchemaText } from '../../schemas/compatibility/parse-avro-schema.ts';
import { minifyJson } from '../../schemas/json.ts';
import { accepts, type SubjectHistory } from '../../schemas/subject-history.ts';
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

/** A database's readers are older and newer than any row: therefore both directions, over the whole history. */
export const DEFAULT_LEVEL: CompatibilityLevel = 'FULL_TRANSITIVE';

/** Any text that a URL can carry in one segment, which a slash is when it is encoded. */
const SUBJECT = /^\P{Cc}{1,200}$/u;

/** @throws RegistryError 42208 */
export function checkSubject(subject: string): string {
  if (SUBJECT.test(subject) && subject.isWellFormed()) return subject;
  throw new RegistryError(42208, 'A subject has 1 to 200 characters, and no control character among them.');
}

/** @throws RegistryError 42201, which names the field whose default does not fit */
export function readCandidate(schema: string): Candidate {
  try {
    // In this order: JSON's own errors quote the text.
    const parsed = parseAvroSchemaText(schema);
    checkDefaults(parsed);
    // The order of members is kept, for it is the author's.
    return { text: minifyJson(schema), parsed };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'Not an Avro schema.';
    throw new RegistryError(42201, why, { cause });
  }
}

/** Whether two texts say the same: names in full or not, members in any order, and whatever else makes no difference. */
export function sameSchema(one: string, other: string): boolean {
  return one === other || formOf(one) === formOf(other);
}

/** What is made of a text once is kept: a candidate is compared with every version of its subject. */
const forms = new Map<string, string>();
const MAX_FORMS = 200;

function formOf(text: string): string {
  const known = forms.get(text);
  if (known !== undefined) return known;
  if (forms.size >= MAX_FORMS) forms.clear();
  const form = equalityForm(parseAvroSchemaText(text));
  forms.set(text, form);
  return form;
}

/** What speaks for a refusal all the same. */
export type Exemption = (refusal: Refusal, versions: readonly RegisteredVersion[]) => boolean;

const NO_EXEMPTION: Exemption = () => false;

/**
 * The breaks that the owner of a subject accepts for one version of its history: for exactly these two schemas, under
 * whatever numbers they stand here, and in exactly this direction.
 */
export function acceptedBreaks(history: SubjectHistory, version: number): Exemption {
  return (refusal, versions) => {
    const refusing = versions.find((registered) => registered.version === refusal.version);
    const known = history.versions.filter(
      ({ schema }) => refusing !== undefined && sameSchema(schema, refusing.schema),
    );
    return known.some((earlier) => accepts(history, version, refusal.direction, earlier.version));
  };
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
  exempt: Exemption = NO_EXEMPTION,
): { known: RegisteredVersion } | { nextVersion: number } {
  const live = versions.filter(({ deleted }) => !deleted);
  const known = live.find(({ schema }) => sameSchema(schema, candidate.text));
  if (known !== undefined) return { known };
  const against = allIncompatibilities(candidate, live, level).filter((refusal) => !exempt(refusal, live));
  if (against.length > 0) {
    throw new RegistryError(
      409,
      `Schema being registered is incompatible with an earlier schema. ${listed(against)}`,
    );
  }
  return { nextVersion: (versions.at(-1)?.version ?? 0) + 1 };
}

/** The most reasons of one answer: a long history that breaks everywhere has more than an answer can hold. */
export const MAX_REASONS_TOLD = 50;

function listed(refusals: readonly Refusal[]): string {
  const more = refusals.length - MAX_REASONS_TOLD;
  const reasons = refusals.slice(0, MAX_REASONS_TOLD).map(tell);
  return [...reasons, ...(more > 0 ? [`There are at least ${more} more reasons.`] : [])].join(' ');
}

/** What stands against a candidate, `MAX_REASONS_TOLD` reasons at most; none when it may be registered. */
export function incompatibilities(
  candidate: Candidate,
  versions: readonly RegisteredVersion[],
  level: CompatibilityLevel,
): Refusal[] {
  return allIncompatibilities(candidate, versions, level).slice(0, MAX_REASONS_TOLD);
}

function allIncompatibilities(
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

/** Levels that were set for a subject: by a client, and by its owner, whose level cannot be lowered. */
export interface SubjectLevels {
  level?: CompatibilityLevel;
  floor?: CompatibilityLevel;
}

/** The level of a subject's own: what a client set, unless that promises less than the owner does. */
export function ownLevel({ level, floor }: SubjectLevels): CompatibilityLevel | undefined {
  return level === undefined || (floor !== undefined && isLower(level, floor)) ? floor : level;
}

/** @throws RegistryError 42205 when the new level promises less than the owner of the subject does */
export function checkLevelChange(wanted: CompatibilityLevel, { floor }: SubjectLevels): void {
  if (floor === undefined || !isLower(wanted, floor)) return;
  throw new RegistryError(
    42205,
    `The level ${floor} of this subject is protected: it cannot be lowered to ${wanted}.`,
  );
}

/**
 * What is deleted is compared with no longer, so to delete would be to lower the level by another way.
 *
 * @throws RegistryError 42205
 */
export function checkDeletion({ floor }: SubjectLevels): void {
  if (floor === undefined) return;
  throw new RegistryError(
    42205,
    `The level ${floor} of this subject is protected, and it holds against every version there was: none can be deleted.`,
  );
}
