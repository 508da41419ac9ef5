import { z } from 'zod';
import { integer } from '../core/input.ts';
import { type Page, page } from '../core/paging.ts';
import { apiGatewayError } from './errors.ts';

/** Members that many operations share. */
export const restApiId = z.string().min(1);

export const inResource = { restApiId, resourceId: z.string().min(1) };

export const inMethod = { ...inResource, httpMethod: z.string().min(1) };

/** Numbers with a fraction that CloudFormation sends as text. */
export const decimal = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number')
    .transform(Number),
]);

export const throttleSettings = z.object({
  burstLimit: integer.optional(),
  rateLimit: decimal.optional(),
});

export const paged = {
  position: z.string().optional(),
  limit: integer.pipe(z.int().min(1).max(500)).optional(),
};

/** One page in the order of `keyOf`; 25 items unless asked otherwise, as on AWS. */
export function pageOf<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
  { position, limit }: { position?: string | undefined; limit?: number | undefined },
): Page<T> {
  return page(items, {
    keyOf,
    limit: limit ?? 25,
    token: position,
    invalid: () => apiGatewayError.badRequest('Invalid position parameter specified'),
  });
}

/** A page in the shape of a list answer. */
export function listOf<T>({ items, next }: Page<T>): { items: T[]; position?: string } {
  return { items, ...(next !== undefined && { position: next }) };
}
