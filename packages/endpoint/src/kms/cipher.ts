import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type KmsEngine, type StoredKey, usableKey } from './engine.ts';
import { kmsError } from './errors.ts';

/** Format of our ciphertexts: this byte, the key's id, nonce, tag, and what AES-256-GCM made of the plaintext. */
const FORMAT = 1;
const ID_BYTES = 36;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES + TAG_BYTES;

type EncryptionContext = Record<string, string>;

export function seal(key: StoredKey, plaintext: Uint8Array, context: EncryptionContext): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.material, nonce);
  cipher.setAAD(authenticated(key.id, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const id = Buffer.alloc(ID_BYTES);
  id.write(key.id, 'latin1');
  return Buffer.concat([Buffer.from([FORMAT]), id, nonce, cipher.getAuthTag(), sealed]);
}

/** What was sealed, and with which key. A changed ciphertext or another context is refused in the same way. */
export function unseal(
  engine: KmsEngine,
  ciphertext: Uint8Array,
  context: EncryptionContext,
): { key: StoredKey; plaintext: Uint8Array } {
  const blob = Buffer.from(ciphertext);
  if (blob.length < HEADER_BYTES || blob[0] !== FORMAT) throw kmsError.invalidCiphertext();
  const id = blob.toString('latin1', 1, 1 + ID_BYTES).replace(/\0+$/, '');
  if (!engine.keys.has(id)) throw kmsError.invalidCiphertext();
  const key = usableKey(engine, id);
  const nonce = blob.subarray(1 + ID_BYTES, 1 + ID_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.material, nonce);
  decipher.setAAD(authenticated(id, context));
  decipher.setAuthTag(blob.subarray(HEADER_BYTES - TAG_BYTES, HEADER_BYTES));
  try {
    return {
      key,
      plaintext: Buffer.concat([decipher.update(blob.subarray(HEADER_BYTES)), decipher.final()]),
    };
  } catch {
    throw kmsError.invalidCiphertext();
  }
}

/** The same context in whatever order its pairs come. */
function authenticated(keyId: string, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([keyId, pairs]), 'utf8');
}
