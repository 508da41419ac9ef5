import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, keyArn, refusePending } from '../engine.ts';
import { kmsError } from '../errors.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const scheduleKeyDeletion = operation('kms', 'ScheduleKeyDeletion', {
  resource: keyOf,
  input: z.object({ ...keyReference, PendingWindowInDays: z.int().min(7).max(30).default(30) }),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    refusePending(engine, key);
    if (key.manager === 'AWS') throw kmsError.validation('A key that AWS manages cannot be deleted.');
    const days = input.PendingWindowInDays;
    const deletion = new Date(engine.context.clock.now() + days * 86_400_000);
    engine.keys.set(key.id, { ...key, state: 'PendingDeletion', deletion });
    return {
      KeyId: keyArn(engine, key.id),
      DeletionDate: deletion,
      KeyState: 'PendingDeletion' as const,
      PendingWindowInDays: days,
    };
  },
});
