import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../wire.ts';
import { canonicalRequest } from './canonical-request.ts';
import { signatureError } from './errors.ts';
import { isoBasic, type Signature, timeOf } from './read-signature.ts';

/** How far the date of a signature may be from ours. */
const MAX_SKEW_MS = 5 * 60_000;
const MAX_KEYS = 256;

/** Refuses a signature for another service, of another day than it says, or whose time is over or not yet come. */
export function checkScope(
  { date, day, service, validSeconds }: Signature,
  expectedService: string,
  now: number,
): void {
  if (service !== expectedService) {
    throw signatureError.invalid(`Credential should be scoped to correct service: '${expectedService}'.`);
  }
  if (!date.startsWith(day)) {
    throw signatureError.invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day.slice(0, 8)}' != '${date.slice(0, 8)}', from '${date}'.`,
    );
  }
  const signedAt = timeOf(date);
  const validMs = validSeconds === undefined ? MAX_SKEW_MS : validSeconds * 1000;
  const minutes = Math.ceil(validMs / 60_000);
  const current = isoBasic(now);
  if (signedAt + validMs < now) {
    throw signatureError.invalid(
      `Signature expired: ${date} is now earlier than ${isoBasic(now - validMs)} (${current} - ${minutes} min.)`,
    );
  }
  if (signedAt > now + MAX_SKEW_MS) {
    throw signatureError.invalid(
      `Signature not yet current: ${date} is still later than ${isoBasic(now + MAX_SKEW_MS)} (${current} + 5 min.)`,
    );
  }
}

/** Says whether a request was signed with a secret. Keeps the keys that are derived from secrets, one for each day. */
export class SignatureVerifier {
  readonly #keys = new Map<string, Buffer>();

  matches(request: WireRequest, signature: Signature, secretAccessKey: string, body: Uint8Array): boolean {
    const { date, scope } = signature;
    const canonical = hash('sha256', canonicalRequest(request, signature, body), 'hex');
    const expected = hmac(
      this.#key(signature, secretAccessKey),
      `AWS4-HMAC-SHA256\n${date}\n${scope}\n${canonical}`,
    );
    const given = Buffer.from(signature.signature, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #key({ accessKeyId, day, region, service, scope }: Signature, secretAccessKey: string): Buffer {
    const name = `${accessKeyId} ${scope}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = [day, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= MAX_KEYS && oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.set(name, key);
    return key;
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
