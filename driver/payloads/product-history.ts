import { pick, type Random, whole } from '../random.ts';
import type { Product } from './product.ts';

const WORDS = [
  'white',
  'metal',
  'lantern',
  'heart',
  'holder',
  'cream',
  'cupid',
  'coat',
  'hanger',
  'glass',
  'star',
];

/** The versions 1 to `count` of a product, with about two kilobytes each. Every change is one of a shop's common ones. */
export function productHistory(random: Random, productId: string, count: number): Product[] {
  const words = (length: number) => Array.from({ length }, () => pick(random, WORDS)).join(' ');
  const first: Product = {
    productId,
    version: 1,
    name: words(4).toUpperCase(),
    description: words(300),
    price: price(random),
    stock: whole(random, 0, 500),
    categories: [words(1), words(2)],
  };
  const versions = [first];
  for (let last = first; versions.length < count; versions.push(last)) last = changed(random, last);
  return versions;
}

function changed(random: Random, before: Product): Product {
  const next = { ...before, version: before.version + 1 };
  switch (whole(random, 0, 2)) {
    case 0:
      return { ...next, price: price(random) };
    case 1:
      return { ...next, stock: before.stock - whole(random, 1, 9) };
    default:
      return { ...next, categories: [...before.categories, pick(random, WORDS)] };
  }
}

function price(random: Random): string {
  return `${whole(random, 1, 99)}.${String(whole(random, 0, 99)).padStart(2, '0')}`;
}
