import type { CompatibilityLevel } from '../../../schemas/compatibility/levels.ts';
import type { SubjectHistory } from '../../../schemas/subject-history.ts';
import { fingerprintOf } from '../../shared/avro/fingerprint.ts';
import { retrying } from '../../shared/retry.ts';
import { TransactionCanceled } from '../../shared/table.ts';
import {
  acceptedBreaks,
  checkDeletion,
  checkLevelChange,
  checkSubject,
  DEFAULT_LEVEL,
  decideRegistration,
  type Exemption,
  incompatibilities,
  ownLevel,
  type RegisteredVersion,
  readCandidate,
  sameSchema,
  tell,
} from '../domain.ts';
import { RegistryError, schemaNotFound, subjectNotFound, versionNotFound } from '../errors.ts';
import type { RegistryStore, StoredSchema } from './store.ts';

export interface SchemaUse {
  subject: string;
  version: number;
}

/** Which version is meant: a number, or the newest one that is not deleted. */
export type VersionSpecifier = number | 'latest';

/** Somebody registered in between: what they wrote is part of the next decision. */
const onCollision = retrying({
  when: (error) => error instanceof TransactionCanceled && (error.retryable || error.conditionFailed()),
  attempts: 20,
});

/** The registry's operations, each a few reads, one decision of the domain, and at most one transaction. */
export class Registry {
  private readonly store: RegistryStore;
  /** A schema never changes under its id or fingerprint. */
  private readonly known = new Map<string, StoredSchema>();

  constructor(store: RegistryStore) {
    this.store = store;
  }

  /**
   * Takes over a subject from its owner: protects its level, and registers every version that is not there yet. What
   * the owner accepts is accepted here and now, and no client can refer to it later.
   */
  async publish(history: SubjectHistory): Promise<void> {
    const { subject, level, versions } = history;
    await this.store.setFloor(level, checkSubject(subject));
    for (const { version, schema } of versions) {
      await this.register(subject, schema, acceptedBreaks(history, version));
    }
  }

  async register(subject: string, schema: string, exempt?: Exemption): Promise<{ id: number }> {
    checkSubject(subject);
    const candidate = readCandidate(schema);
    const fingerprint = fingerprintOf(candidate.parsed);
    return onCollision.execute(async () => {
      const decision = decideRegistration(
        candidate,
        await this.store.versions(subject),
        await this.effectiveLevel(subject),
        exempt,
      );
      if ('known' in decision) return { id: decision.known.id };
      const twin = await this.store.schemaByFingerprint(fingerprint);
      if (twin !== undefined && !sameSchema(twin.schema, candidate.text)) throw sharedFingerprint(twin);
      const id = twin?.id ?? (await this.store.nextId());
      const stored = twin ?? { id, schema: candidate.text, fingerprint };
      await this.store.register(subject, decision.nextVersion, stored, twin === undefined);
      return { id };
    });
  }

  /** The version of a subject that has exactly this schema. */
  async lookUp(subject: string, schema: string, deletedToo = false): Promise<RegisteredVersion> {
    const versions = await this.versions(subject, deletedToo);
    const { text } = readCandidate(schema);
    const found = versions.findLast((version) => sameSchema(version.schema, text));
    if (found === undefined) throw schemaNotFound();
    return found;
  }

  async version(
    subject: string,
    specifier: VersionSpecifier,
    deletedToo = false,
  ): Promise<RegisteredVersion> {
    const versions = await this.versions(subject, deletedToo);
    const found =
      specifier === 'latest' ? versions.at(-1) : versions.find(({ version }) => version === specifier);
    if (found === undefined) throw versionNotFound(specifier);
    return found;
  }

  /** Oldest first; a subject that has none is not there. */
  async versions(subject: string, deletedToo = false): Promise<RegisteredVersion[]> {
    const all = await this.store.versions(checkSubject(subject));
    const versions = deletedToo ? all : all.filter(({ deleted }) => !deleted);
    if (versions.length === 0) throw subjectNotFound(subject);
    return versions;
  }

  /** In order; those whose versions are all deleted only where they are asked for. */
  async subjects(deletedToo = false): Promise<string[]> {
    const named = await this.store.subjects();
    if (deletedToo) return named;
    const live = await Promise.all(
      named.map(async (subject) => (await this.store.versions(subject)).some(({ deleted }) => !deleted)),
    );
    return named.filter((_, index) => live[index]);
  }

  schemaById(id: number): Promise<StoredSchema> {
    return this.immutable(`id ${id}`, () => this.store.schemaById(id));
  }

  schemaByFingerprint(fingerprint: string): Promise<StoredSchema> {
    return this.immutable(`fingerprint ${fingerprint}`, () => this.store.schemaByFingerprint(fingerprint));
  }

  /** The schema, with the versions of subjects that have it. Deleted ones count: what was written with them is still there. */
  async registeredSchema(fingerprint: string): Promise<StoredSchema & { versions: SchemaUse[] }> {
    const schema = await this.schemaByFingerprint(fingerprint);
    return { ...schema, versions: await this.usesOf(schema.id, true) };
  }

  /** The versions of subjects that have a schema. */
  async usesOf(id: number, deletedToo = false): Promise<SchemaUse[]> {
    await this.schemaById(id);
    const uses = await this.store.usesOf(id);
    if (deletedToo) return uses;
    const live = await Promise.all(
      uses.map(async ({ subject, version }) =>
        (await this.store.versions(subject)).some((one) => one.version === version && !one.deleted),
      ),
    );
    return uses.filter((_, index) => live[index]);
  }

  /**
   * Why a schema would be refused: compared with one version or, without one, with those that the level looks at. What
   * is registered already is not refused, and a subject without versions takes any schema.
   *
   * @throws RegistryError 42201 when it is no schema; 40401 or 40402 when the version that is named is not there
   */
  async check(subject: string, schema: string, specifier?: VersionSpecifier): Promise<string[]> {
    const candidate = readCandidate(schema);
    const live = (await this.store.versions(checkSubject(subject))).filter(({ deleted }) => !deleted);
    if (specifier === undefined && live.some((version) => sameSchema(version.schema, candidate.text))) {
      return [];
    }
    const compared = specifier === undefined ? live : chosen(subject, live, specifier);
    const reasons = incompatibilities(candidate, compared, await this.effectiveLevel(subject)).map(tell);
    const twin = await this.store.schemaByFingerprint(fingerprintOf(candidate.parsed));
    const isTaken = twin !== undefined && !sameSchema(twin.schema, candidate.text);
    return isTaken ? [...reasons, sharedFingerprint(twin).message] : reasons;
  }

  async effectiveLevel(subject?: string): Promise<CompatibilityLevel> {
    const own = subject === undefined ? undefined : await this.ownLevel(subject);
    return own ?? (await this.store.levels()).level ?? DEFAULT_LEVEL;
  }

  /** The level that was set for this very subject, or that its owner protects. */
  async ownLevel(subject: string): Promise<CompatibilityLevel | undefined> {
    return ownLevel(await this.store.levels(checkSubject(subject)));
  }

  async setLevel(level: CompatibilityLevel, subject?: string): Promise<void> {
    if (subject !== undefined) checkLevelChange(level, await this.store.levels(checkSubject(subject)));
    await this.store.setLevel(level, subject);
  }

  /** A protected subject keeps what its owner protects. */
  async removeLevel(subject: string): Promise<CompatibilityLevel> {
    const level = await this.ownLevel(subject);
    if (level === undefined) throw noLevel(subject);
    await this.store.removeLevel(subject);
    return level;
  }

  /** Back to the level that the registry has by itself; gives the one that held until now. */
  async resetLevel(): Promise<CompatibilityLevel> {
    const level = await this.effectiveLevel();
    await this.store.removeLevel();
    return level;
  }

  async deleteSubject(subject: string): Promise<number[]> {
    const versions = (await this.versions(subject)).map(({ version }) => version);
    checkDeletion(await this.store.levels(subject));
    await onCollision.execute(() => this.store.markDeleted(subject, versions));
    return versions;
  }

  async deleteVersion(subject: string, specifier: VersionSpecifier): Promise<number> {
    const { version } = await this.version(subject, specifier);
    checkDeletion(await this.store.levels(subject));
    await onCollision.execute(() => this.store.markDeleted(subject, [version]));
    return version;
  }

  private async immutable(key: string, read: () => Promise<StoredSchema | undefined>): Promise<StoredSchema> {
    const found = this.known.get(key) ?? (await read());
    if (found === undefined) throw schemaNotFound();
    this.known.set(key, found);
    return found;
  }
}

export function noLevel(subject: string): RegistryError {
  return new RegistryError(
    40408,
    `Subject '${subject}' does not have subject-level compatibility configured.`,
  );
}

/** The version to compare with; none where the latest of no versions is asked for. */
function chosen(
  subject: string,
  live: readonly RegisteredVersion[],
  specifier: VersionSpecifier,
): RegisteredVersion[] {
  if (specifier === 'latest') return live.slice(-1);
  if (live.length === 0) throw subjectNotFound(subject);
  const found = live.find(({ version }) => version === specifier);
  if (found === undefined) throw versionNotFound(specifier);
  return [found];
}

/**
 * The Parsing Canonical Form leaves out defaults, aliases, logical types and a decimal's scale: a reader that has only the
 * fingerprint of the writer schema could not distinguish two schemas that differ in these.
 */
function sharedFingerprint({ id }: StoredSchema): RegistryError {
  return new RegistryError(
    409,
    `The schema with id ${id} has the same fingerprint and differs in what a fingerprint leaves out (defaults, aliases, logical types, doc): change a name, a type or a field as well.`,
  );
}
