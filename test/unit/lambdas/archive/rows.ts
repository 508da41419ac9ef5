import type { StructType } from '../../../../lambdas/archive/formats/column-type.ts';

export const MONEY = { kind: 'decimal', precision: 18, scale: 4 } as const;

export const SCHEMA: StructType = {
  kind: 'struct',
  fields: [
    { name: 'id', type: { kind: 'string' } },
    { name: 'count', type: { kind: 'long' } },
    { name: 'total', type: MONEY },
    { name: 'paid', type: { kind: 'boolean' } },
    { name: 'at', type: { kind: 'timestamp' } },
    { name: 'weight', type: { kind: 'double' } },
    {
      name: 'lines',
      type: {
        kind: 'list',
        items: {
          kind: 'struct',
          fields: [
            { name: 'sku', type: { kind: 'string' } },
            { name: 'price', type: MONEY },
          ],
        },
      },
    },
    { name: 'tags', type: { kind: 'map', keys: { kind: 'string' }, values: { kind: 'int' } } },
  ],
};

interface Line {
  sku: string;
  price: bigint | null;
}

/** Rows of every kind: nulls, empty lists, runs, negatives. */
export function row(index: number) {
  const absent = <T>(value: T, every: number): T | null => (index % every === 0 ? null : value);
  const lines: Line[] = Array.from({ length: index % 4 }, (_, line) => ({
    sku: `sku-${line}`,
    price: absent(BigInt(index * 100 - line), 5),
  }));
  return {
    id: `order-${index}`,
    count: index % 2 === 0 ? BigInt(index) * 10_000_000_000n : -index,
    total: BigInt(index * 12_345 - 600_000),
    paid: absent(index % 3 === 0, 7),
    at: new Date(Date.UTC(1960, 0, 1) + index * 86_400_123 * 20),
    weight: index / 7,
    lines: absent(lines, 11),
    tags: { a: index, b: 10 - index },
  };
}

/** The row as an independent reader tells it: decimals as text, times in epoch milliseconds, maps as pairs. */
export function asRead(written: ReturnType<typeof row>) {
  return {
    ...written,
    count: String(written.count),
    total: money(written.total),
    at: written.at.getTime(),
    lines:
      written.lines?.map(({ sku, price }) => ({ sku, price: price === null ? null : money(price) })) ?? null,
    tags: Object.entries(written.tags),
  };
}

function money(unscaled: bigint): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(5, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
