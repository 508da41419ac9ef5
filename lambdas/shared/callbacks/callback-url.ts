import { type ApiAddress, apiUrl } from '../api-url.ts';
import { ShopError } from '../errors.ts';

/**
 * Callbacks go to receivers of this deployment only: with any other address, a client could have the service send
 * requests to wherever it can reach.
 *
 * @throws ShopError `bad-request`
 */
export function parseCallbackUrl(text: string, receivers: readonly CallbackReceiver[]): URL {
  const known = receivers.some(({ path, ...address }) => text === `${apiUrl(address)}${path}`);
  if (!known) throw new ShopError('bad-request', 'callbackUrl: must be a callback URL of this deployment');
  return new URL(text);
}

export interface CallbackReceiver extends ApiAddress {
  /** As `/callbacks/payments`. */
  path: string;
}
