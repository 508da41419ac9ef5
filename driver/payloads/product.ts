/** A product as the payloads lab takes and keeps it. */
export interface Product {
  productId: string;
  /** 1 for a new product, and one more with each change. */
  version: number;
  name: string;
  description: string;
  /** Decimal text in GBP, with two digits. */
  price: string;
  stock: number;
  categories: readonly string[];
  /** Since version 2 of the schema. */
  weightGrams?: number;
}
