import type * as z from 'zod';
import { ShopError, type ShopErrorCode } from './errors.ts';

/**
 * Turns what came in from outside into a type, once, at the edge.
 *
 * @throws ShopError with the given code; its message names each field at fault, and never its value.
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown, code: ShopErrorCode = 'bad-request'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, MAX_FAULTS).map((issue) => {
    const path = fieldPath(issue.path);
    return path === '' ? issue.message : `${path}: ${issue.message}`;
  });
  const more = result.error.issues.length - faults.length;
  throw new ShopError(code, faults.join('; ') + (more > 0 ? `; and ${more} more` : ''));
}

/** An order has hundreds of lines; the first faults say enough. */
const MAX_FAULTS = 5;

function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((all, part) => {
    if (typeof part === 'number') return `${all}[${part}]`;
    return all === '' ? String(part) : `${all}.${String(part)}`;
  }, '');
}
