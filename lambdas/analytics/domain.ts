/** How the projection is kept. No clock, no network. */

import type { Money } from '../shared/money.ts';

// Frozen releases import the keys from here.
export { projectedOrderKey as orderKey, totalKey } from '../../schemas/items/analytics-items.ts';

export interface OrderFact {
  orderId: string;
  country: string;
  placedAt: Date;
  total: Money;
}
