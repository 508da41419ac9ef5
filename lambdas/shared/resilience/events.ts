import type { ShopErrorCode } from '../errors.ts';

/** What the protections of a call did. `number` counts the attempts of a call from 1. */
export type ResilienceEvent = { dependency: string } & (
  | { type: 'retry'; number: number; delayMs: number; code: ShopErrorCode }
  | { type: 'timeout'; number: number; timeoutMs: number }
  | { type: 'retry-budget-exhausted'; number: number; code: ShopErrorCode }
  | { type: 'breaker-opened'; openMs: number }
  | { type: 'breaker-half-open' }
  | { type: 'breaker-closed' }
  | { type: 'breaker-rejected' }
  | { type: 'bulkhead-rejected' }
  | { type: 'fallback'; code: ShopErrorCode }
);

export type ResilienceEventType = ResilienceEvent['type'];
