import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { seal } from '../cipher.ts';
import { newDataKey } from '../data-key.ts';
import { type KmsEngine, keyArn, usableKey } from '../engine.ts';
import { encryptionContext, keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const generateDataKey = operation('kms', 'GenerateDataKey', {
  resource: keyOf,
  input: z.object({
    ...keyReference,
    EncryptionContext: encryptionContext,
    KeySpec: z.enum(['AES_128', 'AES_256']).optional(),
    NumberOfBytes: z.int().min(1).max(1024).optional(),
  }),
  run(engine: KmsEngine, input) {
    const key = usableKey(engine, input.KeyId);
    const plaintext = newDataKey(input);
    return {
      CiphertextBlob: seal(key, plaintext, input.EncryptionContext),
      Plaintext: plaintext,
      KeyId: keyArn(engine, key.id),
    };
  },
});
