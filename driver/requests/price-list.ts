import { Big } from 'big.js';
import { z } from 'zod';
import { BILLED, type Billed } from './billable.ts';
import prices from './prices-2026.json' with { type: 'json' };

const Price = z.object({
  price: z.string().regex(/^\d+\.\d+$/),
  what: z.string(),
  source: z.url(),
});

const PriceList = z.object({
  region: z.string(),
  asOf: z.iso.date(),
  currency: z.literal('USD'),
  perMillion: z.record(z.enum(BILLED), Price),
  gbSecond: Price,
});

export type PriceList = z.infer<typeof PriceList>;

export const PRICES: PriceList = PriceList.parse(prices);

/** What was used, by kind of request, and the time of functions. */
export interface Usage {
  units: ReadonlyMap<Billed, number>;
  gbSeconds: number;
}

/** Dollars. */
export function costOf({ units, gbSeconds }: Usage, { perMillion, gbSecond }: PriceList): Big {
  const requests = [...units].map(([kind, count]) => Big(perMillion[kind].price).times(count).div(1_000_000));
  const time = Big(gbSecond.price).times(gbSeconds);
  return requests.reduce((sum, cost) => sum.plus(cost), time);
}
