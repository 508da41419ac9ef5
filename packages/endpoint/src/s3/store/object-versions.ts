import type { Collection } from '../../core/state.ts';
import type { ChecksumAlgorithm } from '../checksums/digest.ts';
import type { StoredChecksum } from '../checksums/members.ts';
import type { Segment } from './body-files.ts';
import { SortedKeys } from './sorted-keys.ts';

interface VersionBase {
  /** Names the record; never shown. */
  id: string;
  bucket: string;
  key: string;
  /** `null` for what was put while the bucket was not versioned. */
  versionId: string;
  /** Rises with every put: the highest of a key is its current version. */
  sequence: number;
  modified: Date;
}

export interface DeleteMarker extends VersionBase {
  deleteMarker: true;
}

/** What a client says of an object beside its bytes, and gets back with them. */
export interface ObjectHeaders {
  ContentType: string;
  CacheControl?: string | undefined;
  ContentDisposition?: string | undefined;
  ContentEncoding?: string | undefined;
  ContentLanguage?: string | undefined;
  /** As it was sent. */
  ExpiresString?: string | undefined;
  WebsiteRedirectLocation?: string | undefined;
}

export interface ObjectEncryption {
  ServerSideEncryption: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  SSEKMSKeyId?: string | undefined;
  BucketKeyEnabled?: boolean | undefined;
}

/** A part of an object that was uploaded in parts. */
export interface StoredPart {
  number: number;
  size: number;
  checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined;
}

export interface StoredObject extends VersionBase {
  deleteMarker: false;
  size: number;
  /** Without quotes. */
  etag: string;
  segments: Segment[];
  headers: ObjectHeaders;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  encryption: ObjectEncryption;
  storageClass: string;
  checksum: StoredChecksum | undefined;
  /** Undefined where the object was put at once. */
  parts: StoredPart[] | undefined;
}

export type ObjectVersion = StoredObject | DeleteMarker;

interface BucketContents {
  keys: SortedKeys;
  /** Versions by key, newest first. */
  versions: Map<string, ObjectVersion[]>;
}

/** Every version of every object, found by bucket and key and kept in the state. */
export class ObjectVersions {
  readonly #records: Collection<ObjectVersion>;
  readonly #buckets = new Map<string, BucketContents>();
  #lastSequence = 0;

  constructor(records: Collection<ObjectVersion>) {
    this.#records = records;
    for (const version of [...records.values()].sort((a, b) => a.sequence - b.sequence)) this.#index(version);
  }

  nextSequence(): number {
    this.#lastSequence += 1;
    return this.#lastSequence;
  }

  /** Newest first; empty when there is none. */
  of(bucket: string, key: string): readonly ObjectVersion[] {
    return this.#buckets.get(bucket)?.versions.get(key) ?? [];
  }

  /** The newest version, unless it is a delete marker. */
  current(bucket: string, key: string): StoredObject | undefined {
    const newest = this.of(bucket, key)[0];
    return newest?.deleteMarker === false ? newest : undefined;
  }

  keys(bucket: string): SortedKeys {
    return this.#buckets.get(bucket)?.keys ?? new SortedKeys();
  }

  isEmpty(bucket: string): boolean {
    return this.keys(bucket).size === 0;
  }

  add(version: ObjectVersion): void {
    this.#index(version);
    this.#records.set(version.id, version);
  }

  /** Keeps what was changed in a version, such as its tags. */
  changed(version: ObjectVersion): void {
    this.#records.set(version.id, version);
  }

  remove(version: ObjectVersion): void {
    this.#records.delete(version.id);
    const contents = this.#buckets.get(version.bucket);
    const left = contents?.versions.get(version.key)?.filter(({ id }) => id !== version.id) ?? [];
    if (left.length > 0) {
      contents?.versions.set(version.key, left);
      return;
    }
    contents?.versions.delete(version.key);
    contents?.keys.remove(version.key);
    if (contents?.keys.size === 0) this.#buckets.delete(version.bucket);
  }

  /** The files that hold the bodies of all versions. */
  *files(): Generator<string> {
    for (const version of this.#records.values()) {
      if (!version.deleteMarker) for (const { file } of version.segments) yield file;
    }
  }

  #index(version: ObjectVersion): void {
    let contents = this.#buckets.get(version.bucket);
    if (contents === undefined) {
      contents = { keys: new SortedKeys(), versions: new Map() };
      this.#buckets.set(version.bucket, contents);
    }
    const known = contents.versions.get(version.key);
    if (known === undefined) {
      contents.versions.set(version.key, [version]);
      contents.keys.add(version.key);
    } else {
      known.unshift(version);
    }
    this.#lastSequence = Math.max(this.#lastSequence, version.sequence);
  }
}
