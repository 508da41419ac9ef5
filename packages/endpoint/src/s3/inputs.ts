import { z } from 'zod';
import { integer } from '../core/input.ts';

/** Members that every operation on a bucket takes. */
export const bucketInput = {
  Bucket: z.string().min(1),
  ExpectedBucketOwner: z.string().optional(),
};

/** Members that every operation on an object takes. */
export const keyInput = { ...bucketInput, Key: z.string().min(1) };

/** A moment in a header, which HTTP writes in its own way (RFC 9110, 5.6.7). What is no date is no condition. */
export const httpDate = z.union([
  z.date(),
  z.string().transform((text) => {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }),
]);

/** Members that every operation on a multipart upload takes. */
export const uploadInput = { ...keyInput, UploadId: z.string().min(1) };

export const partNumber = integer.pipe(z.int().min(1).max(10_000));
