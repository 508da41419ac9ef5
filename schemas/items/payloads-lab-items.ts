import type { PayloadKind } from '../events/product-events.ts';
import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, TEXT } from './item-layout.ts';

export function productProjectionKey(kind: PayloadKind, productId: string): ItemKey {
  return { pk: `PRODUCT#${productId}`, sk: `PROJECTION#${kind}` };
}

/** What the consumer of one payload kind knows of a product. */
export const PRODUCT_PROJECTION_ITEM: ItemLayout = {
  table: 'payloads',
  name: 'projection',
  owners: ['payloads'],
  exampleKey: productProjectionKey('full', '<productId>'),
  attributes: {
    type: TEXT,
    productId: TEXT,
    version: NUMBER,
    // The product as JSON.
    record: TEXT,
    projectedAt: TEXT,
    // Events that changed the projection.
    applied: NUMBER,
    // Events that were older than the projection.
    ignored: NUMBER,
  },
};
