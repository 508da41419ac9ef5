import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type KmsEngine, usableKey } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const disableKeyRotation = operation('kms', 'DisableKeyRotation', {
  resource: keyOf,
  input: z.object(keyReference),
  run(engine: KmsEngine, input) {
    const key = usableKey(engine, input.KeyId);
    engine.keys.set(key.id, { ...key, rotationDays: undefined });
    return {};
  },
});
