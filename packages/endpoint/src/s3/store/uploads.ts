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

  constructor(uploads: Collection<Upload>, parts: Collection<UploadedPart>) {
    this.#uploads = uploads;
    this.#records = parts;
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
    this.#uploads.delete(id);
  }

  *files(): Generator<string> {
    for (const part of this.#records.values()) yield part.segment.file;
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
