import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Money } from './money.ts';

/** Ids stand in keys, URLs and message groups, so they keep to characters that are plain in all of these. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,100}$/, 'must be 1 to 100 letters, digits, or any of . _ : -');

/** A whole number as the document client reads it. */
export const storedInteger = z
  .instanceof(NumberValue, { error: 'must be a number' })
  .transform((number) => Number(number.value))
  .pipe(z.int());

/** Money as the document client reads it: exact, by way of its text. */
export const storedMoney = z
  .instanceof(NumberValue, { error: 'must be a number' })
  .transform((number) => Money(number.value));

/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const MAX_DATE_MS = 8.64e15;

/** Money as the Avro decoder gives it. */
export const avroMoney = z.instanceof(Money);

/** A union of null and string as the Avro decoder gives it: the branch wrapped in its name. */
export const avroOptionalString = z.union([
  z.null(),
  z.object({ string: z.string() }).transform((branch) => branch.string),
]);

/** A `timestamp-millis` as the Avro decoder gives it. Avro's range is wider than that of a date. */
export const avroTimestamp = z
  .int()
  .min(-MAX_DATE_MS)
  .max(MAX_DATE_MS)
  .transform((milliseconds) => new Date(milliseconds));
