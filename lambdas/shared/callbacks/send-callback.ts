import { ShopError } from '../errors.ts';
import { type SendHttp, sendHttp } from '../http-client.ts';
import { sendSigned } from '../protocols/send-signed.ts';
import { CALLBACK_ATTEMPT_HEADER, CALLBACK_ID_HEADER, CALLBACK_TIMESTAMP_HEADER } from './headers.ts';

export interface Callback {
  url: URL;
  callbackId: string;
  attempt: number;
  body: unknown;
}

/** A receiver stores and answers; what takes longer it does later. */
const TIMEOUT_MS = 1500;
/** The receiver has it already: an earlier delivery arrived, and its answer did not. */
const ALREADY_RECEIVED = 409;

/**
 * Sends one callback once. Its signature (Signature Version 4, by the role of this function) covers method, path, headers
 * and body, so the receiver needs no shared secret.
 *
 * @throws ShopError `dependency-…` when the receiver did not take it; send it again
 */
export async function sendCallback(
  { url, callbackId, attempt, body: value }: Callback,
  now: Date,
  send: SendHttp = sendHttp,
): Promise<void> {
  const body = JSON.stringify(value);
  const headers = {
    'content-type': 'application/json',
    [CALLBACK_ID_HEADER]: callbackId,
    [CALLBACK_TIMESTAMP_HEADER]: String(Math.floor(now.getTime() / 1000)),
    [CALLBACK_ATTEMPT_HEADER]: String(attempt),
  };
  const request = { method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS };
  const { status } = await sendSigned('the receiver', request, send);
  const isDelivered = (status >= 200 && status < 300) || status === ALREADY_RECEIVED;
  if (!isDelivered) throw new ShopError('dependency-failed', `the receiver answered ${status}`);
}
