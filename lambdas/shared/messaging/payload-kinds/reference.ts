import { createHash } from 'node:crypto';
import * as z from 'zod';
import { claimKey } from '../../../../schemas/events/claim-key.ts';
import { RefusedEvent } from '../refused-event.ts';
import type { Payload, ReceivedChange } from './change-event.ts';
import type { ClaimStore } from './claim-store.ts';

export const JSON_TYPE = 'application/json';

/** Bytes of the largest payload that a consumer reads. */
export const MAX_CLAIM_BYTES = 320 * 1024;

/** A claim check: where the payload is, which one it is, and until when it is kept. Unknown members are left alone. */
const claimCheck = z.object({
  bucket: z.string().min(1),
  key: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
  size: z.int().nonnegative(),
  expiresAt: z.iso.datetime(),
});
export type ClaimCheck = z.infer<typeof claimCheck>;

/** Keeps the payload and says where. A consumer needs access to the producer's bucket while the payload is kept. */
export async function referencePayload(
  store: ClaimStore,
  bytes: Buffer,
  expiresAt: Date,
): Promise<Payload & { data: ClaimCheck }> {
  const sha256 = hashOf(bytes);
  const key = claimKey(sha256);
  await store.put(key, bytes);
  const data = {
    bucket: store.bucket,
    key,
    sha256,
    size: bytes.length,
    expiresAt: expiresAt.toISOString(),
  };
  return { datacontenttype: JSON_TYPE, data };
}

/**
 * The payload that the producer kept. Everything that the claim check says is checked before anything is read: its bucket
 * is the store's, its key follows from its hash, and its size is within the limit. So a forged claim check can only name a
 * payload whose content it knows.
 *
 * @throws RefusedEvent `invalid-data` when the data is no claim check, `expired-reference` when its time is over,
 * `altered-reference` when it names another place, or what is there is not what it says
 */
export async function readReference(store: ClaimStore, event: ReceivedChange, now: Date): Promise<Buffer> {
  const claim = parseClaim(event);
  if (claim.bucket !== store.bucket) throw altered('the claim check names another bucket');
  if (claim.key !== claimKey(claim.sha256))
    throw altered('the key of the claim check does not follow from its hash');
  if (claim.size > MAX_CLAIM_BYTES)
    throw altered(`the claim check is for more than ${MAX_CLAIM_BYTES} bytes`);
  if (now >= new Date(claim.expiresAt)) {
    throw new RefusedEvent('expired-reference', `the payload was kept until ${claim.expiresAt}`);
  }
  const bytes = await store.get(claim.key, claim.size);
  if (bytes === 'missing') throw altered('the payload is missing before its time is over');
  if (bytes === 'other-size' || hashOf(bytes) !== claim.sha256)
    throw altered('the payload is not the one that was sent');
  return bytes;
}

function parseClaim({ data, datacontenttype }: ReceivedChange): ClaimCheck {
  const claim = claimCheck.safeParse(data);
  if (datacontenttype === JSON_TYPE && claim.success) return claim.data;
  throw new RefusedEvent('invalid-data', 'the data is not a claim check in JSON');
}

function altered(message: string): RefusedEvent {
  return new RefusedEvent('altered-reference', message);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
