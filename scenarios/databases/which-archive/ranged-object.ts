import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** An object of S3 that is read by ranges, and counts what was fetched. */
export class RangedObject {
  readonly size: number;
  readonly #s3: S3Client;
  readonly #object: { Bucket: string; Key: string };
  bytesRead = 0;

  private constructor(s3: S3Client, object: { Bucket: string; Key: string }, size: number) {
    this.#s3 = s3;
    this.#object = object;
    this.size = size;
  }

  static async open(s3: S3Client, object: { Bucket: string; Key: string }): Promise<RangedObject> {
    const { ContentLength } = await s3.send(new HeadObjectCommand(object));
    return new RangedObject(s3, object, ContentLength ?? 0);
  }

  /** `end` is the first byte that is not read. */
  async read(start: number, end: number): Promise<Buffer> {
    if (end <= start) return Buffer.alloc(0);
    const { Body } = await this.#s3.send(
      new GetObjectCommand({ ...this.#object, Range: `bytes=${start}-${end - 1}` }),
    );
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    this.bytesRead += bytes.length;
    return bytes;
  }
}

/** The sum of totals of the orders to one country, and how many there are. */
export interface Answer {
  orders: number;
  /** GBP with four decimals, unscaled. */
  sum: bigint;
}
