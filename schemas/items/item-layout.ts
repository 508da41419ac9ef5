import type { ItemKey } from './item-key.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'L' | 'M';

/** A table by the name that the driver has for it. */
export type ItemTable =
  | 'shared'
  | 'payments'
  | 'fraud'
  | 'carrier'
  | 'callbacks'
  | 'analytics'
  | 'email'
  | 'journal'
  | 'records'
  | 'deliveries'
  | 'dual-write'
  | 'ordering'
  | 'payloads';

/** A service, or the scenarios and benchmarks that write items of their own. */
export type ItemOwner =
  | 'profiles'
  | 'orders'
  | 'payments'
  | 'fraud'
  | 'carrier'
  | 'callbacks'
  | 'relay'
  | 'analytics'
  | 'email'
  | 'journal'
  | 'replay'
  | 'records'
  | 'deliveries'
  | 'dual-write'
  | 'ordering'
  | 'payloads'
  | 'scenarios';

export interface AttributeLayout {
  /** The attribute has one of these types. */
  types: readonly AttributeType[];
  /** The services that may write the attribute, where they are not those of the item. */
  owners?: readonly ItemOwner[];
  /** Not every item has the attribute: earlier releases do not write it, or it is added later. */
  optional?: true;
}

/**
 * One type of item: its key, its attributes, and which service may write which attribute. Other services may read all of
 * them. Every item also has `pk` and `sk`.
 */
export interface ItemLayout {
  table: ItemTable;
  /** Unique in the table. It is the value of the item's attribute `type` unless that attribute is not in the layout. */
  name: string;
  /** The services that create the item and, unless an attribute says otherwise, write its attributes. */
  owners: readonly ItemOwner[];
  /** The key for placeholder or sample values. The freeze test holds the key functions to it. */
  exampleKey: ItemKey;
  attributes: Readonly<Record<string, AttributeLayout>>;
  /** The item may have attributes that the layout does not name. */
  open?: true;
}

export const TEXT = { types: ['S'] } as const satisfies AttributeLayout;
export const NUMBER = { types: ['N'] } as const satisfies AttributeLayout;
export const BINARY = { types: ['B'] } as const satisfies AttributeLayout;
export const BOOLEAN = { types: ['BOOL'] } as const satisfies AttributeLayout;
export const MAP = { types: ['M'] } as const satisfies AttributeLayout;
export const LIST = { types: ['L'] } as const satisfies AttributeLayout;
export const TEXT_OR_NULL = { types: ['S', 'NULL'] } as const satisfies AttributeLayout;

export function optional<Layout extends AttributeLayout>(layout: Layout): Layout & { optional: true } {
  return { ...layout, optional: true };
}
