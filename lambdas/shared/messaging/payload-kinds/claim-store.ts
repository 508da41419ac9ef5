import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** The bucket of a producer's payloads. */
export interface ClaimStore {
  readonly bucket: string;
  put(key: string, bytes: Buffer): Promise<void>;
  /** The object, if it has exactly `size` bytes; none of another size is read. */
  get(key: string, size: number): Promise<Buffer | 'missing' | 'other-size'>;
}

export function claimStore(bucket: string, s3: S3Client = new S3Client({})): ClaimStore {
  return {
    bucket,

    async put(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/avro' }));
    },

    async get(Key, size) {
      try {
        const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        if (ContentLength === size && Body !== undefined)
          return Buffer.from(await Body.transformToByteArray());
        // Ends the connection instead of reading what is left.
        if (Body !== undefined && 'destroy' in Body) Body.destroy();
        return 'other-size';
      } catch (error) {
        if (error instanceof NoSuchKey) return 'missing';
        throw error;
      }
    },
  };
}
