import type { Collection } from '../../core/state.ts';
import type { ChecksumAlgorithm } from '../checksums/digest.ts';
import type { ChecksumType } from '../checksums/members.ts';
import type { Segment } from './body-files.ts';
import type { ObjectEncryption, ObjectHeaders } from './object-versions.ts';

/** A multipart upload under way. */
export interface Upload {
  id: string;
  bucket: string;
  key: string;
  initiated: Date;
  headers: ObjectHeaders;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  encryption: ObjectEncryption;
  storageClass: string;
  checksumAlgorithm: ChecksumAlgorithm;
  checksumType: ChecksumType;
  /** Whether the client chose the algorithm, and so must send its checksums. */
  checksumChosen: boolean;
  /** Whether an object of this key was put or deleted since: a conditional completion then fails. */
  disturbed?: boolean;
}

/** As `create-multipart-upload.ts` gives them out. */
export function isUploadId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

export interface UploadedPart {
  uploadId: string;
  number: number;
  segment: Segment;
  /** Without quotes: the MD5 in hexadecimal. */
  etag: string;
  checksum: { algorithm: ChecksumAlgorithm; value: string };
  modified: Date;
}

/** Uploads and their parts, kept in the state. */
export class Uploads {
  readonly #uploads: Collection<Upload>;
  readonly #records: Collection<UploadedPart>;
  readonly #parts = new Map<string, Map<number, UploadedPart>>();
  /** Ids by bucket and key. */
  readonly #byKey = new Map<string, Set<string>>();

  constructor(uploads: Collection<Upload>, parts: Collection<UploadedPart>) {
    this.#uploads = uploads;
    this.#records = parts;
    for (const upload of uploads.values()) this.#index(upload);
    for (const part of parts.values()) this.#partsOf(part.uploadId).set(part.number, part);
  }

  get(id: string): Upload | undefined {
    return this.#uploads.get(id);
  }

  of(bucket: string): Upload[] {
    return [...this.#uploads.values()].filter((upload) => upload.bucket === bucket);
  }

  add(upload: Upload): void {
    this.#uploads.set(upload.id, upload);
    this.#index(upload);
  }

  /** Marks the uploads to a key: an object of it was put or deleted. */
  disturb(bucket: string, key: string): void {
    for (const id of this.#byKey.get(keyOf(bucket, key)) ?? []) {
      const upload = this.#uploads.get(id);
      if (upload && !upload.disturbed) this.#uploads.set(id, { ...upload, disturbed: true });
    }
  }

  /** In the order of their numbers. */
  parts(id: string): UploadedPart[] {
    return [...(this.#parts.get(id)?.values() ?? [])].sort((a, b) => a.number - b.number);
  }

  part(id: string, number: number): UploadedPart | undefined {
    return this.#parts.get(id)?.get(number);
  }

  addPart(part: UploadedPart): void {
    this.#partsOf(part.uploadId).set(part.number, part);
    this.#records.set(`${part.uploadId}/${part.number}`, part);
  }

  /** Forgets an upload and its parts; their files are the caller's to remove or to use. */
  remove(id: string): void {
    for (const number of this.#parts.get(id)?.keys() ?? []) this.#records.delete(`${id}/${number}`);
    this.#parts.delete(id);
    const upload = this.#uploads.get(id);
    if (upload !== undefined) {
      const place = keyOf(upload.bucket, upload.key);
      const left = this.#byKey.get(place);
      left?.delete(id);
      if (left?.size === 0) this.#byKey.delete(place);
    }
    this.#uploads.delete(id);
  }

  *files(): Generator<string> {
    for (const part of this.#records.values()) yield part.segment.file;
  }

  #index({ id, bucket, key }: Upload): void {
    const place = keyOf(bucket, key);
    const ids = this.#byKey.get(place);
    if (ids === undefined) this.#byKey.set(place, new Set([id]));
    else ids.add(id);
  }

  #partsOf(id: string): Map<number, UploadedPart> {
    let parts = this.#parts.get(id);
    if (parts === undefined) {
      parts = new Map();
      this.#parts.set(id, parts);
    }
    return parts;
  }
}

/** Names of buckets have no slash. */
function keyOf(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}
