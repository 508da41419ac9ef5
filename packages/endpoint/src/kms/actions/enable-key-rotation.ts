import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type KmsEngine, usableKey } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const enableKeyRotation = operation('kms', 'EnableKeyRotation', {
  resource: keyOf,
  input: z.object({ ...keyReference, RotationPeriodInDays: z.int().min(90).max(2560).default(365) }),
  run(engine: KmsEngine, input) {
    const key = usableKey(engine, input.KeyId);
    engine.keys.set(key.id, { ...key, rotationDays: input.RotationPeriodInDays });
    return {};
  },
});
