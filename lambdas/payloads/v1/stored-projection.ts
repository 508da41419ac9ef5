import * as z from 'zod';
import { storedInteger } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import type { Attributes } from '../../shared/table.ts';
import { type Projection, product } from '../domain.ts';

const stored = z.object({
  version: storedInteger,
  record: z.string().transform((text) => product.parse(JSON.parse(text))),
  applied: storedInteger,
  ignored: storedInteger,
});

/** @throws ShopError `internal` when the item is not one of ours */
export function readProjection(item: Attributes | undefined): Projection | undefined {
  return item === undefined ? undefined : parse(stored, item, 'internal');
}
