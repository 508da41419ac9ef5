import { pick, type Random, seededRandom, whole } from '../random.ts';
import type { Order, OrderLine } from './order.ts';

/** Shares as counted in eight days of the Online Retail data. */
const CANCELLATIONS = 0.125;
const GUESTS = 0.17;
const FREE = 0.008;
const CORRECTIONS = 0.003;
const COUNTRIES = [
  ...Array<string>(17).fill('United Kingdom'),
  ...['Germany', 'France', 'EIRE', 'Norway', 'Netherlands'],
];
const GOODS = [
  'HEART T-LIGHT HOLDER',
  'METAL LANTERN',
  'CREAM CUPID COAT HANGER',
  'FLAG HOT WATER BOTTLE',
  '',
];

/**
 * Orders of the shape of real ones: cancellations with negative quantities, guests, goods that cost nothing, a few
 * very long ones. The same seed gives the same orders, with ids that no other seed gives.
 */
export function generateOrders({ count, seed }: { count: number; seed: number }): Order[] {
  const random = seededRandom(seed);
  let placedAt = Date.parse('2010-12-01T08:00:00Z');
  return Array.from({ length: count }, (_, index) => {
    placedAt += whole(random, 20, 300) * 1000;
    const cancellation = random() < CANCELLATIONS;
    return {
      orderId: `${cancellation ? 'C' : ''}S${seed}-${String(index + 1).padStart(6, '0')}`,
      kind: cancellation ? 'cancellation' : 'order',
      customerId: random() < GUESTS ? null : String(whole(random, 12_346, 18_287)),
      country: pick(random, COUNTRIES),
      placedAt: new Date(placedAt).toISOString(),
      lines: Array.from({ length: lineCount(random) }, () => line(random, cancellation)),
    };
  });
}

/** Most orders are short, the mean is about 20, one in a hundred has hundreds of lines. */
function lineCount(random: Random): number {
  if (random() < 0.01) return whole(random, 150, 600);
  return 1 + Math.floor(15 * -Math.log(1 - random()));
}

function line(random: Random, cancellation: boolean): OrderLine {
  const quantity = whole(random, 1, 48);
  const pence = whole(random, 19, 1495);
  return {
    sku: String(whole(random, 20_000, 90_000)),
    description: pick(random, GOODS),
    quantity: cancellation || random() < CORRECTIONS ? -quantity : quantity,
    unitPrice: random() < FREE ? '0.0' : (pence / 100).toFixed(2),
  };
}
