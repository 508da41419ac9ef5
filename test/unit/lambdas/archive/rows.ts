import type { StructType } from '../../../../lambdas/archive/formats/column-type.ts';

export const MONEY = { kind: 'decimal', precision: 18, scale: 4 } as const;
/** More digits than 64 bits hold. */
export const WIDE_MONEY = { kind: 'decimal', precision: 38, scale: 10 } as const;

export const SCHEMA: StructType = {
  kind: 'struct',
  fields: [
    { name: 'id', type: { kind: 'string' } },
    { name: 'count', type: { kind: 'long' } },
    { name: 'total', type: MONEY },
    { name: 'balance', type: WIDE_MONEY },
    { name: 'paid', type: { kind: 'boolean' } },
    { name: 'at', type: { kind: 'timestamp' } },
    { name: 'day', type: { kind: 'date' } },
    { name: 'weight', type: { kind: 'double' } },
    { name: 'drift', type: { kind: 'double' } },
    { name: 'raw', type: { kind: 'binary' } },
    {
      name: 'lines',
      type: {
        kind: 'list',
        items: {
          kind: 'struct',
          fields: [
            { name: 'sku', type: { kind: 'string' } },
            { name: 'price', type: MONEY },
            { name: 'discount', type: WIDE_MONEY },
            { name: 'drift', type: { kind: 'double' } },
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
  discount: bigint;
  drift: number;
}

/** Few values, so that a writer makes a dictionary of them, and both zeros among them. */
const DRIFTS = [0, -0, 1.5, Number.MIN_VALUE];
const MAX_UNSCALED = 10n ** 38n - 1n;
const BALANCES = [0n, 1n, -1n, 255n, -256n, MAX_UNSCALED, -MAX_UNSCALED];

/** Rows of every kind: nulls, empty lists, runs, negatives, zeros. */
export function row(index: number) {
  const absent = <T>(value: T, every: number): T | null => (index % every === 0 ? null : value);
  const lines: Line[] = Array.from({ length: index % 4 }, (_, line) => ({
    sku: `sku-${line}`,
    price: absent(BigInt(index * 100 - line), 5),
    discount: BALANCES[(index + line) % 3] ?? 0n,
    drift: DRIFTS[(index + line) % 2] ?? 0,
  }));
  return {
    id: `order-${index}`,
    count: index % 2 === 0 ? BigInt(index) * 10_000_000_000n : -index,
    total: BigInt(index * 12_345 - 600_000),
    balance: absent(BALANCES[index % BALANCES.length] ?? 0n, 13),
    paid: absent(index % 3 === 0, 7),
    at: new Date(Date.UTC(1960, 0, 1) + index * 86_400_123 * 20),
    day: index * 30 - 10_000,
    weight: index / 7,
    drift: DRIFTS[index % DRIFTS.length] ?? 0,
    raw: Buffer.from([index % 256, 0, 255]),
    lines: absent(lines, 11),
    tags: { a: index, b: 10 - index },
  };
}

/**
 * The row as an independent reader sees it: decimals as text, times in epoch milliseconds, bytes as hexadecimal text.
 */
export function asRead(written: ReturnType<typeof row>) {
  return {
    ...written,
    count: Number(written.count),
    total: money(written.total, MONEY.scale),
    balance: written.balance === null ? null : money(written.balance, WIDE_MONEY.scale),
    at: written.at.getTime(),
    raw: written.raw.toString('hex'),
    lines:
      written.lines?.map(({ price, discount, ...line }) => ({
        ...line,
        price: price === null ? null : money(price, MONEY.scale),
        discount: money(discount, WIDE_MONEY.scale),
      })) ?? null,
  };
}

function money(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
