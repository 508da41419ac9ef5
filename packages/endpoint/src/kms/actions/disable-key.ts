import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, refusePending } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const disableKey = operation('kms', 'DisableKey', {
  resource: keyOf,
  input: z.object(keyReference),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    refusePending(engine, key);
    engine.keys.set(key.id, { ...key, state: 'Disabled' });
    return {};
  },
});
