import { Big } from 'big.js';

export const CURRENCY = 'GBP';

/** Plain decimal text with at least the two places of pounds and pence; more only where there are more. */
export function money(amount: Big): string {
  const places = amount.toFixed().split('.')[1]?.length ?? 0;
  return amount.toFixed(Math.max(2, places));
}

export function sum(amounts: Iterable<Big | string>): Big {
  let total = Big(0);
  for (const amount of amounts) total = total.plus(amount);
  return total;
}
