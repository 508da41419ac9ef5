/** How an event says what has changed. Each topic carries one kind. */
export const PAYLOAD_KINDS = ['full', 'delta', 'reference'] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** The CloudEvents `type`, whatever the payload kind. */
export const PRODUCT_CHANGED = 'shop.product.changed';

/** The CloudEvents `id`: each version of a product has one event per payload kind. */
export function productEventId(productId: string, version: number, kind: PayloadKind): string {
  return `${productId}.${version}.${kind}`;
}
