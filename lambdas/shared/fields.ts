import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';

/** Ids stand in keys, URLs and message groups, so they keep to characters that are plain in all of these. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,100}$/, 'must be 1 to 100 letters, digits, or any of . _ : -');

/** A whole number as the document client reads it. */
export const storedInteger = z
  .instanceof(NumberValue, { error: 'must be a number' })
  .transform((number) => Number(number.value))
  .pipe(z.int());
