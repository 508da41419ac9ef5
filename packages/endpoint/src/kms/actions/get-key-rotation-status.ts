import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, keyArn } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const getKeyRotationStatus = operation('kms', 'GetKeyRotationStatus', {
  resource: keyOf,
  input: z.object(keyReference),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    return {
      KeyId: keyArn(engine, key.id),
      KeyRotationEnabled: key.rotationDays !== undefined,
      ...(key.rotationDays !== undefined && { RotationPeriodInDays: key.rotationDays }),
    };
  },
});
