import { z } from 'zod';
import { integer } from '../core/input.ts';
import { type Page, page } from '../core/paging.ts';
import { iamError } from './errors.ts';

/** The Query protocol sends an empty list as an empty text. */
export function list<T extends z.ZodType>(item: T) {
  return z.union([z.array(item), z.literal('').transform((): z.output<T>[] => [])]);
}

const NAME = /^[\w+=,.@-]+$/;
export const roleName = z.string().min(1).max(64).regex(NAME, 'has a character that names may not have');
export const policyName = z.string().min(1).max(128).regex(NAME, 'has a character that names may not have');
export const policyArn = z.string().min(20).max(2048);
export const path = z
  .string()
  .max(512)
  .regex(/^\/$|^\/[\u0021-\u007f]+\/$/, 'must begin and end with a slash')
  .default('/');
export const description = z.string().max(1000);
export const policyText = z.string().min(1).max(131_072);
export const sessionSeconds = integer.pipe(z.int().min(3600).max(43_200));

export const pageInput = {
  Marker: z.string().optional(),
  MaxItems: integer.pipe(z.int().min(1).max(1000)).default(100),
};

/** One page, in the members in which IAM says where the next one starts. */
export function pageOf<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
  input: { Marker?: string | undefined; MaxItems: number },
): { items: T[]; position: { IsTruncated: boolean; Marker?: string } } {
  const { items: taken, next }: Page<T> = page(items, {
    keyOf,
    limit: input.MaxItems,
    token: input.Marker,
    invalid: () => iamError.validation('The marker is not valid.'),
  });
  return {
    items: taken,
    position: { IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) },
  };
}
