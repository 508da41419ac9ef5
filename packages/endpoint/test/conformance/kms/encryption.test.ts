import {
  CreateKeyCommand,
  DecryptCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
let kms: ReturnType<ReturnType<typeof clients>['kms']>;
let KeyId = '';
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  kms = clients(endpoint).kms();
  KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
});
afterAll(() => endpoint.close());

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');
const encrypt = (plaintext: string, more = {}) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(plaintext), ...more }));

test('what was encrypted is decrypted without naming the key', async () => {
  const { CiphertextBlob } = await encrypt('a secret');
  expect(text(CiphertextBlob)).not.toContain('a secret');
  const { Plaintext, KeyId: usedKey } = await kms.send(new DecryptCommand({ CiphertextBlob }));
  expect(text(Plaintext)).toBe('a secret');
  expect(usedKey).toContain(KeyId);
});

test('the encryption context must be the same, in any order', async () => {
  const { CiphertextBlob } = await encrypt('x', { EncryptionContext: { a: '1', b: '2' } });
  const decrypt = (EncryptionContext: Record<string, string>) =>
    kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  expect(text((await decrypt({ b: '2', a: '1' })).Plaintext)).toBe('x');
  await expect(decrypt({ a: '1' })).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
});

test('a changed ciphertext is refused', async () => {
  const { CiphertextBlob } = await encrypt('x');
  const changed = Buffer.from(CiphertextBlob ?? []);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  for (const blob of [changed, Buffer.from('no ciphertext at all')]) {
    await expect(kms.send(new DecryptCommand({ CiphertextBlob: blob }))).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  }
});

test('another key than the one used is refused', async () => {
  const { CiphertextBlob } = await encrypt('x');
  const other = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
  await expect(kms.send(new DecryptCommand({ CiphertextBlob, KeyId: other }))).rejects.toMatchObject({
    name: 'IncorrectKeyException',
  });
});

test('a disabled key encrypts nothing', async () => {
  const disabled = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
  await kms.send(new DisableKeyCommand({ KeyId: disabled }));
  await expect(encrypt('x', { KeyId: disabled })).rejects.toMatchObject({ name: 'DisabledException' });
});

test('more than 4,096 bytes are refused', async () => {
  await expect(encrypt('x'.repeat(4097))).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a data key comes in plaintext and encrypted', async () => {
  const { Plaintext, CiphertextBlob } = await kms.send(
    new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }),
  );
  expect(Plaintext).toHaveLength(32);
  const decrypted = await kms.send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(decrypted.Plaintext ?? []).equals(Buffer.from(Plaintext ?? []))).toBe(true);
});
