import { z } from 'zod';
import { s3Error } from './errors.ts';

/** Who is said to own a bucket: an account's twelve digits. */
export const accountId = z.string().transform((sent) => {
  if (!/^\d{12}$/.test(sent)) throw s3Error.invalidBucketOwner(sent);
  return sent;
});

/** Members that every operation on a bucket takes. */
export const bucketInput = {
  Bucket: z.string().min(1),
  ExpectedBucketOwner: accountId.optional(),
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

const MAX_PART_NUMBER = 10_000;

export const partNumber = z.union([z.int(), z.string()]).transform((sent) => {
  const number = wholeNumber(sent);
  if (number !== undefined && number >= 1 && number <= MAX_PART_NUMBER) return number;
  throw s3Error.invalidArgument(
    `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`,
    'partNumber',
    String(sent),
  );
});

const MAX_INTEGER = 2 ** 31 - 1;

/** A number in the query, such as how many entries a listing shall have. An empty one is as good as none. */
export function countInput(argument: string, fallback: number) {
  return z
    .union([z.number(), z.string()])
    .optional()
    .transform((sent): number => {
      if (sent === undefined || sent === '') return fallback;
      const count = wholeNumber(sent);
      if (count === undefined || count > MAX_INTEGER) {
        throw s3Error.invalidArgument(
          `Provided ${argument} not an integer or within integer range`,
          argument,
          String(sent),
        );
      }
      if (count >= 0) return count;
      throw s3Error.invalidArgument(
        `Argument ${argument} must be an integer between 0 and ${MAX_INTEGER}`,
        argument,
        String(sent),
      );
    });
}

function wholeNumber(sent: number | string): number | undefined {
  return /^-?\d{1,15}$/.test(String(sent)) ? Number(sent) : undefined;
}

/** How keys are written in a listing. */
export const encodingType = z
  .string()
  .optional()
  .transform((sent): 'url' | undefined => {
    if (sent === undefined || sent === 'url') return sent;
    throw s3Error.invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', sent);
  });
