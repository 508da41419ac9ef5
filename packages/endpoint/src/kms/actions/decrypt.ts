import { z } from 'zod';
import { blob } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { unseal } from '../cipher.ts';
import { findKey, type KmsEngine, keyArn } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { encryptionContext } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const decrypt = operation('kms', 'Decrypt', {
  resource: keyOf,
  input: z.object({
    CiphertextBlob: blob,
    EncryptionContext: encryptionContext,
    KeyId: z.string().min(1).max(2048).optional(),
    EncryptionAlgorithm: z.literal('SYMMETRIC_DEFAULT').default('SYMMETRIC_DEFAULT'),
  }),
  run(engine: KmsEngine, input) {
    const { key, plaintext } = unseal(engine, input.CiphertextBlob, input.EncryptionContext);
    if (input.KeyId !== undefined && findKey(engine, input.KeyId).id !== key.id)
      throw kmsError.incorrectKey();
    return {
      KeyId: keyArn(engine, key.id),
      Plaintext: plaintext,
      EncryptionAlgorithm: input.EncryptionAlgorithm,
    };
  },
});
