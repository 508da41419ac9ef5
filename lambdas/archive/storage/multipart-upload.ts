import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** The least that S3 takes for a part which is not the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES = 5 * 1024 * 1024;

/** An object that is written as it comes into being. Memory holds the part being filled and the one on its way. */
export class MultipartUpload {
  readonly #s3: S3Client;
  readonly #object: { Bucket: string; Key: string };
  readonly #uploadId: string;
  readonly #hash = createHash('sha256');
  readonly #parts: CompletedPart[] = [];
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #bytes = 0;
  #sending: Promise<void> = Promise.resolve();

  private constructor(s3: S3Client, object: { Bucket: string; Key: string }, uploadId: string) {
    this.#s3 = s3;
    this.#object = object;
    this.#uploadId = uploadId;
  }

  static async begin(
    s3: S3Client,
    object: { Bucket: string; Key: string },
    contentType: string,
  ): Promise<MultipartUpload> {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({
        ...object,
        ContentType: contentType,
        // S3 refuses part checksums at the completion of an upload that has not declared them.
        ChecksumAlgorithm: 'CRC32',
      }),
    );
    if (UploadId === undefined) throw new Error('S3 returned no UploadId');
    return new MultipartUpload(s3, object, UploadId);
  }

  /** Takes bytes at once; `ready` has to be awaited now and then, or they pile up. */
  readonly sink = (bytes: Uint8Array): void => {
    this.#hash.update(bytes);
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    this.#bytes += bytes.length;
  };

  /** Resolves when there is room for more. @throws what a part before failed with */
  async ready(): Promise<void> {
    if (this.#heldBytes < PART_BYTES) return;
    await this.#sending;
    this.#sending = this.#send();
    // The next `await` gets the error; until then it must not be an unhandled rejection.
    this.#sending.catch(() => {});
  }

  async finish(): Promise<{ bytes: number; sha256: string }> {
    await this.#sending;
    if (this.#heldBytes > 0) await this.#send();
    await this.#s3.send(
      new CompleteMultipartUploadCommand({
        ...this.#object,
        UploadId: this.#uploadId,
        MultipartUpload: { Parts: this.#parts },
      }),
    );
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Leaves nothing behind. What fails here the bucket's lifecycle removes a day later. */
  async abort(): Promise<void> {
    await this.#sending.catch(() => {});
    await this.#s3
      .send(new AbortMultipartUploadCommand({ ...this.#object, UploadId: this.#uploadId }))
      .catch(() => {});
  }

  async #send(): Promise<void> {
    const Body = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    const PartNumber = this.#parts.length + 1;
    const part: CompletedPart = { PartNumber };
    this.#parts.push(part);
    const sent = await this.#s3.send(
      new UploadPartCommand({
        ...this.#object,
        UploadId: this.#uploadId,
        PartNumber,
        Body,
        ChecksumAlgorithm: 'CRC32',
      }),
    );
    // S3 compares the checksum that the SDK has computed once more when it assembles the object.
    Object.assign(part, { ETag: sent.ETag, ChecksumCRC32: sent.ChecksumCRC32 });
  }
}
