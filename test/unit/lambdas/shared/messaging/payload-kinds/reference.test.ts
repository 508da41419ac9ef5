import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ReceivedChange } from '../../../../../../lambdas/shared/messaging/payload-kinds/change-event.ts';
import type { ClaimStore } from '../../../../../../lambdas/shared/messaging/payload-kinds/claim-store.ts';
import {
  MAX_CLAIM_BYTES,
  readReference,
  referencePayload,
} from '../../../../../../lambdas/shared/messaging/payload-kinds/reference.ts';
import { claimKey } from '../../../../../../schemas/events/claim-key.ts';

const NOW = new Date('2026-12-01T12:00:00.000Z');
const LATER = new Date('2026-12-15T12:00:00.000Z');
const RECORD = Buffer.from('a record');
const SHA256 = createHash('sha256').update(RECORD).digest('hex');

/** Notes what is read. */
function memoryStore(): ClaimStore & { objects: Map<string, Buffer>; read: string[] } {
  const objects = new Map<string, Buffer>();
  const read: string[] = [];
  return {
    bucket: 'claims',
    objects,
    read,
    async put(key, bytes) {
      objects.set(key, bytes);
    },
    async get(key, size) {
      read.push(key);
      const bytes = objects.get(key);
      if (bytes === undefined) return 'missing';
      return bytes.length === size ? bytes : 'other-size';
    },
  };
}

async function claimed() {
  const store = memoryStore();
  const { data } = await referencePayload(store, RECORD, LATER);
  store.objects.set('secrets/keys', Buffer.from('secret'));
  return { store, claim: data };
}

function eventWith(data: unknown, datacontenttype = 'application/json'): ReceivedChange {
  return { id: 'e', source: '/s', type: 't', subject: 'p', recordVersion: 1, datacontenttype, data };
}

describe('a claim check', () => {
  it('says where the payload is, which one it is, and until when it is kept', async () => {
    const { store, claim } = await claimed();
    expect(claim).toEqual({
      bucket: 'claims',
      key: `records/${SHA256}`,
      sha256: SHA256,
      size: RECORD.length,
      expiresAt: LATER.toISOString(),
    });
    expect(await readReference(store, eventWith(claim), NOW)).toEqual(RECORD);
  });

  it('is worth nothing from its expiry on', async () => {
    const { store, claim } = await claimed();
    await expect(readReference(store, eventWith(claim), LATER)).rejects.toMatchObject({
      code: 'expired-reference',
    });
    expect(store.read).toEqual([]);
  });

  it.each([
    ['another bucket', { bucket: 'other' }],
    ['a key that leaves its folder', { key: `records/../secrets/keys` }],
    ['a key outside of its folder', { key: 'secrets/keys' }],
    ['a key with the hash of something else', { key: claimKey('0'.repeat(64)) }],
    ['a huge size', { size: MAX_CLAIM_BYTES + 1 }],
  ])('with %s is refused before anything is read', async (_case, forged) => {
    const { store, claim } = await claimed();
    await expect(readReference(store, eventWith({ ...claim, ...forged }), NOW)).rejects.toMatchObject({
      code: 'altered-reference',
    });
    expect(store.read).toEqual([]);
  });

  it.each([
    ['a hash of which there is no payload', { sha256: 'f'.repeat(64), key: claimKey('f'.repeat(64)) }],
    ['another size than the payload', { size: RECORD.length + 1 }],
  ])('with %s is refused', async (_case, forged) => {
    const { store, claim } = await claimed();
    await expect(readReference(store, eventWith({ ...claim, ...forged }), NOW)).rejects.toMatchObject({
      code: 'altered-reference',
    });
  });

  it('is refused when the payload has been overwritten', async () => {
    const { store, claim } = await claimed();
    store.objects.set(claim.key, Buffer.from('b record'));
    await expect(readReference(store, eventWith(claim), NOW)).rejects.toMatchObject({
      code: 'altered-reference',
    });
  });

  it.each([
    ['no object', 'text'],
    ['no hash', { bucket: 'claims', key: 'k', size: 1, expiresAt: LATER.toISOString() }],
    ['a hash in capitals', { sha256: 'F'.repeat(64) }],
    ['a size beyond 2^53', { size: 2 ** 60 }],
    ['a size that is no number', { size: '8' }],
    ['an expiry that is no time', { expiresAt: 'later' }],
  ])('with %s is no claim check', async (_case, wrong) => {
    const { store, claim } = await claimed();
    const data = typeof wrong === 'string' || 'bucket' in wrong ? wrong : { ...claim, ...wrong };
    await expect(readReference(store, eventWith(data), NOW)).rejects.toMatchObject({ code: 'invalid-data' });
    expect(store.read).toEqual([]);
  });

  it('is JSON', async () => {
    const { store, claim } = await claimed();
    await expect(readReference(store, eventWith(claim, 'application/avro'), NOW)).rejects.toMatchObject({
      code: 'invalid-data',
    });
  });
});
