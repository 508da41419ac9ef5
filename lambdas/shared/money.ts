import { Big } from 'big.js';
import * as z from 'zod';

/** Exact decimals in GBP. A constructor of our own, strict: it takes no JavaScript number, and so no float. */
export const Money = Big();
Money.strict = true;

export type Money = Big;

/** How many digits money has after the point, at most: the scale of the Avro schemas. */
export const MONEY_SCALE = 4;

/** All digits, at most: the precision of the Avro schemas, well within the 38 of a DynamoDB number. */
export const MONEY_PRECISION = 19;

const LIMIT = Money('10').pow(MONEY_PRECISION - MONEY_SCALE);

/** Decimal text at the edge: `12`, `12.5`, `-0.0125`. */
export const moneyText = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'must be decimal text with up to 15 digits before and 4 after the point')
  .transform((text) => Money(text));

/** Whether the schemas can carry it; sums and products may outgrow what their parts were checked for. */
export function fitsMoney(amount: Money): boolean {
  return amount.abs().lt(LIMIT) && amount.round(MONEY_SCALE).eq(amount);
}

export function multiply(unitPrice: Money, quantity: number): Money {
  return unitPrice.times(String(quantity));
}

export function sum(amounts: Iterable<Money>): Money {
  let total = Money('0');
  for (const amount of amounts) total = total.plus(amount);
  return total;
}

/** As people write it: two digits after the point, or more where there are more. */
export function formatMoney(amount: Money): string {
  const exact = amount.toFixed();
  const digits = exact.split('.')[1]?.length ?? 0;
  return digits < 2 ? amount.toFixed(2) : exact;
}
