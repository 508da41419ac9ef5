import { z } from 'zod';
import { blob } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { seal } from '../cipher.ts';
import { type KmsEngine, keyArn, usableKey } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { encryptionContext, keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const encrypt = operation('kms', 'Encrypt', {
  resource: keyOf,
  input: z.object({
    ...keyReference,
    Plaintext: blob,
    EncryptionContext: encryptionContext,
    EncryptionAlgorithm: z.literal('SYMMETRIC_DEFAULT').default('SYMMETRIC_DEFAULT'),
  }),
  run(engine: KmsEngine, input) {
    if (input.Plaintext.length < 1 || input.Plaintext.length > 4096) {
      throw kmsError.validation('Plaintext must hold 1 to 4096 bytes.');
    }
    const key = usableKey(engine, input.KeyId);
    return {
      CiphertextBlob: seal(key, input.Plaintext, input.EncryptionContext),
      KeyId: keyArn(engine, key.id),
      EncryptionAlgorithm: input.EncryptionAlgorithm,
    };
  },
});
