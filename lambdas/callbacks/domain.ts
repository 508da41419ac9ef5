/** Which callbacks are taken. No clock of its own, no network. */
import { ShopError } from '../shared/errors.ts';

/** As long as a signature of API Gateway is valid: within that time, the id is what stops a replay. */
const MAX_AGE_MS = 5 * 60_000;

/** @throws ShopError `bad-request` for a callback that was not sent within the last five minutes */
export function checkFreshness(sentAt: Date, now: Date): void {
  if (Math.abs(now.getTime() - sentAt.getTime()) > MAX_AGE_MS) {
    throw new ShopError('bad-request', 'callback-timestamp: must be within five minutes of now');
  }
}
